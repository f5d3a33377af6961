package io.carillon.redis.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** A server's certificate, made for a test with the JDK's own keytool and signed by itself; files as the server and as Jedis want them. */
final class Certificate implements AutoCloseable {
    static final String PASSWORD = "changeit";

    private final Path directory;

    /** With this name of the server: {@code dns:localhost}, say. */
    Certificate(String name) {
        try {
            Files.createDirectories(Path.of("target"));
            directory = Files.createTempDirectory(Path.of("target"), "tls-").toAbsolutePath();
            make(name);
            KeyStore own = KeyStore.getInstance(file("own.p12"), PASSWORD.toCharArray());
            var certificate = own.getCertificate("server");
            write("server.pem", "CERTIFICATE", certificate.getEncoded());
            write(
                    "server.key",
                    "PRIVATE KEY",
                    own.getKey("server", PASSWORD.toCharArray()).getEncoded());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load((InputStream) null, null);
            trusted.setCertificateEntry("server", certificate);
            try (OutputStream out = Files.newOutputStream(directory.resolve("trusted.p12"))) {
                trusted.store(out, PASSWORD.toCharArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What a client trusts, who is to trust this one and no other. */
    File trusted() {
        return file("trusted.p12");
    }

    /** The options of a server, beside its plain port. */
    String[] server(int port) {
        return new String[] {
            "--tls-port",
            String.valueOf(port),
            "--tls-cert-file",
            file("server.pem").toString(),
            "--tls-key-file",
            file("server.key").toString(),
            "--tls-ca-cert-file",
            file("server.pem").toString(),
            "--tls-auth-clients",
            "no"
        };
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private File file(String name) {
        return directory.resolve(name).toFile();
    }

    private void make(String name) throws IOException {
        try {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=server",
                            "-ext",
                            "san=" + name,
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file("own.p12").toString(),
                            "-storepass",
                            PASSWORD))
                    .redirectErrorStream(true)
                    .redirectOutput(file("keytool.log"))
                    .start();
            assertThat(process.waitFor()).as("keytool, see its log").isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String name, String what, byte[] encoded) throws IOException {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        Files.writeString(
                directory.resolve(name), "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
    }
}

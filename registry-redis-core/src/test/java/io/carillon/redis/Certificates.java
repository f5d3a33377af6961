package io.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An authority made for tests, and what it has signed, as servers and clients want it. Made by the JDK's own keytool, which takes its time. */
public final class Certificates implements AutoCloseable {
    public static final String PASSWORD = "changeit";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path directory;
    private final Path store;
    private final Map<String, String> servers = new HashMap<>();

    public Certificates() {
        try {
            Files.createDirectories(Path.of("target"));
            directory = Files.createTempDirectory(Path.of("target"), "tls-").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store = directory.resolve("store.p12");
        make("authority", "-ext", "bc:c=ca:true");
        write("authority.pem", "CERTIFICATE", encoded("authority"));
        trust();
    }

    /** For all tests of this JVM; gone with it. */
    public static Certificates shared() {
        return Shared.CERTIFICATES;
    }

    /** What a client has to trust, in PEM. */
    public Path authority() {
        return directory.resolve("authority.pem");
    }

    /** The same as a store in PKCS12, with the {@link #PASSWORD}. */
    public Path trusted() {
        return directory.resolve("trusted.p12");
    }

    /** The options of a server, beside its plain port, with a certificate that names it so: {@code dns:localhost}, say. */
    public List<String> server(int port, String name) {
        String server = servers.computeIfAbsent(name, this::sign);
        return List.of(
                "--tls-port",
                String.valueOf(port),
                "--tls-cert-file",
                directory.resolve(server + ".pem").toString(),
                "--tls-key-file",
                directory.resolve(server + ".key").toString(),
                "--tls-ca-cert-file",
                authority().toString(),
                "--tls-auth-clients",
                "no");
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

    private String sign(String name) {
        String server = "server-" + servers.size();
        make(server, "-signer", "authority", "-ext", "san=" + name);
        write(server + ".pem", "CERTIFICATE", encoded(server));
        write(server + ".key", "PRIVATE KEY", key(server));
        return server;
    }

    private void trust() {
        try (OutputStream out = Files.newOutputStream(trusted())) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load((InputStream) null, null);
            trusted.setCertificateEntry("authority", open().getCertificate("authority"));
            trusted.store(out, PASSWORD.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void make(String alias, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + alias,
                "-startdate", // whose clock is set back a little trusts them still
                "-1d",
                "-validity",
                "3",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("keytool.log").toFile())
                    .start();
            assertThat(process.waitFor()).as("keytool, see its log").isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] encoded(String alias) {
        try {
            Certificate found = open().getCertificate(alias);
            return found.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] key(String alias) {
        try {
            Key found = open().getKey(alias, PASSWORD.toCharArray());
            return found.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private KeyStore open() throws GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys;
    }

    private void write(String file, String what, byte[] encoded) {
        String text =
                "-----BEGIN " + what + "-----\n" + LINES.encodeToString(encoded) + "\n-----END " + what + "-----\n";
        try {
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {
        static final Certificates CERTIFICATES = new Certificates();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(CERTIFICATES::close, "certificates"));
        }
    }
}

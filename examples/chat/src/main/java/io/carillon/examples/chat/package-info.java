/** A chat whose rooms are shared by several instances: Jakarta WebSocket endpoints on Tyrus, and Carillon behind them. */
@NullMarked
package io.carillon.examples.chat;

import org.jspecify.annotations.NullMarked;

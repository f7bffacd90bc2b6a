/**
 * A real schema registry as a process beside this JVM: Apicurio Registry, which speaks Confluent's
 * protocol.
 *
 * <p>In: an empty folder, and the server's files (fetched by the build, see {@link
 * io.backstitch.sandbox.registry.ApicurioHome}). Out: a running server with global compatibility
 * BACKWARD and its address. It listens on 127.0.0.1 only, forgets everything when it stops, writes
 * nothing outside its folder, and dies with this JVM, however that dies.
 */
package io.backstitch.sandbox.registry;

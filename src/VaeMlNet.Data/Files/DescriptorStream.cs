using System.Runtime.InteropServices;

namespace VaeMlNet.Data;

/// <summary>Writes to an open descriptor at the offset that all of its users share, as other programs do.</summary>
/// <remarks>
/// A <see cref="FileStream"/> over the descriptor of a regular file writes at its own offset, over the text that others write to
/// the same file. The stream of the console hides that the reader of a pipe has ended. Not thread-safe.
/// </remarks>
internal sealed class DescriptorStream(int descriptor, string name) : WriteStream
{
    private const int Interrupted = 4;
    private const int BrokenPipe = 32;
    private const short CanWriteEvent = 4;
    private const int WindowsBrokenPipe = 109;
    private const int WindowsNoData = 232;

    // Linux and macOS number this error differently.
    private static readonly int WouldBlock = OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="ClosedOutputException">The descriptor is a pipe without a reader.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!Descriptor.IsPassed(descriptor))
        {
            throw new IOException(
                $"Could not write to {name}: it is closed. Redirect it to a file, or to the null device."
            );
        }

        while (!buffer.IsEmpty)
        {
            buffer = buffer[WriteSome(buffer)..];
        }
    }

    private int WriteSome(ReadOnlySpan<byte> buffer)
    {
        if (OperatingSystem.IsWindows())
        {
            return WriteToHandle(Descriptor.WindowsHandle(descriptor), in buffer[0], buffer.Length, out var written, 0)
                ? written
                : throw Failure(Marshal.GetLastPInvokeError() is WindowsBrokenPipe or WindowsNoData);
        }

        var count = WriteToDescriptor(descriptor, in buffer[0], (nuint)buffer.Length);
        if (count >= 0)
        {
            return (int)count;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error == WouldBlock)
        {
            // Another user of the pipe has made it non-blocking.
            PollEntry entry = new() { Descriptor = descriptor, Events = CanWriteEvent };
            _ = Poll(ref entry, 1, Timeout.Infinite);
        }
        else if (error != Interrupted)
        {
            throw Failure(error == BrokenPipe);
        }

        return 0;
    }

    private Exception Failure(bool isBrokenPipe)
    {
        IOException failure = new(
            $"Could not write to {name}: {Marshal.GetLastPInvokeErrorMessage().TrimEnd('.')}. Check free space, or redirect it elsewhere."
        );
        return isBrokenPipe ? new ClosedOutputException(failure) : failure;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short ReturnedEvents;
    }

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint WriteToDescriptor(int descriptor, ref readonly byte buffer, nuint count);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollEntry entries, nuint count, int milliseconds);

    [DllImport("kernel32", EntryPoint = "WriteFile", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool WriteToHandle(
        nint handle,
        ref readonly byte buffer,
        int count,
        out int written,
        nint overlapped
    );
}

using VaeMlNet.Files;

namespace VaeMlNet.Tooling;

/// <summary>Standard input and output as files called <c>-</c>, and pipes as files, while a command line runs.</summary>
/// <remarks>
/// Standard input and pipes are copied to temporary files when they are first opened: data are read more than once, and a pipe
/// can be read only once. Thread-safe.
/// </remarks>
internal sealed class StandardStreams : IDisposable
{
    /// <summary>The name that stands for both.</summary>
    public const string Name = "-";

    // Of the thread that runs the command line, and of those that it starts.
    private static readonly AsyncLocal<StandardStreams?> Running = new();

    private readonly Func<Stream> input;
    private readonly Func<Stream> output;
    private readonly CancellationToken cancellationToken;
    private readonly Lock gate = new();
    private readonly Dictionary<string, TemporaryFile> copies = new(StringComparer.Ordinal);

    /// <summary>Makes them those of the command line that begins.</summary>
    /// <param name="input">Opens standard input.</param>
    /// <param name="output">Opens standard output.</param>
    /// <param name="cancellationToken">Ends waiting for input.</param>
    public StandardStreams(Func<Stream> input, Func<Stream> output, CancellationToken cancellationToken)
    {
        this.input = input;
        this.output = output;
        this.cancellationToken = cancellationToken;
        Running.Value = this;
    }

    /// <summary>Those of the command line that runs.</summary>
    public static StandardStreams Current =>
        Running.Value ?? throw new InvalidOperationException("No command line is running.");

    /// <summary>Returns whether a path stands for standard input.</summary>
    public static bool IsInput(string path) => path == Name || Descriptor.Of(path) == Descriptor.Input;

    /// <summary>Returns whether a path stands for standard output.</summary>
    public static bool IsOutput(string path) => path == Name || Descriptor.Of(path) == Descriptor.Output;

    /// <summary>Opens what standard input gave, from its start; the caller disposes the stream.</summary>
    /// <exception cref="IOException">It could not be read, or not be copied.</exception>
    public FileStream OpenInput() => OpenCopy(Name, input);

    /// <summary>Opens what a pipe gave, from its start; the caller disposes the stream.</summary>
    /// <exception cref="IOException">It could not be read, or not be copied.</exception>
    public FileStream OpenPipe(string path) =>
        OpenCopy(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0));

    /// <summary>Writes to standard output.</summary>
    /// <exception cref="ClosedOutputException">Nobody reads it any more.</exception>
    /// <exception cref="IOException">It cannot be written: a full disk, or it is closed.</exception>
    public void Write(Action<Stream> write)
    {
        using var stream = output();
        using BufferedStream buffered = new(stream, 1 << 16);
        write(buffered);
        // Disposing flushes as well, but would hide the exception of a writer that ended in the middle.
        buffered.Flush();
    }

    /// <summary>Opens a pipe for writing, which waits for its reader; the caller disposes the stream.</summary>
    /// <exception cref="OperationCanceledException">The command line was canceled while it waited.</exception>
    public FileStream OpenPipeForWriting(string path) =>
        Wait(() => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));

    /// <summary>Deletes the copies.</summary>
    public void Dispose()
    {
        Running.Value = null;
        foreach (var copy in copies.Values)
        {
            copy.Dispose();
        }
    }

    private FileStream OpenCopy(string name, Func<Stream> open)
    {
        lock (gate)
        {
            if (!copies.TryGetValue(name, out var copy))
            {
                copy = Copy(name, open);
                copies[name] = copy;
            }

            return new FileStream(
                copy.Path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                1 << 16
            );
        }
    }

    private TemporaryFile Copy(string name, Func<Stream> open)
    {
        // Only the owner may read piped data.
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var copy = TemporaryFile.Beside(Path.Combine(Path.GetTempPath(), "standard input"), OwnerOnly);
        try
        {
            return Wait(() =>
            {
                using var stream = open();
                Copy(name, stream, copy.Stream);
                return copy;
            });
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static void Copy(string name, Stream stream, FileStream file)
    {
        try
        {
            stream.CopyTo(file);
            file.Flush();
        }
        catch (IOException e)
        {
            throw new CommandException(
                $"Could not copy '{name}' to the folder of temporary files: {e.Message.TrimEnd('.')}. Free space there, or set "
                    + "TMPDIR (on Windows TMP) to a folder with more.",
                e
            );
        }
    }

    // On a thread of its own: opening a pipe and reading from it cannot be interrupted, but waiting for it can.
    private T Wait<T>(Func<T> work)
    {
        var working = Task.Factory.StartNew(
            work,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        Task.WaitAny([working], cancellationToken);
        return working.GetAwaiter().GetResult();
    }
}

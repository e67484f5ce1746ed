namespace VaeMlNet.Cli.Files;

/// <summary>Standard input and output as files called <c>-</c>, while a command line runs.</summary>
/// <remarks>
/// Standard input is copied to a temporary file when it is first opened: what columns hold is found out from all of it before
/// it is used, and a pipe can be read only once. Thread-safe.
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
    private string? copy;

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

    /// <summary>Opens what standard input gave, from its start; the caller disposes the stream.</summary>
    /// <exception cref="IOException">It could not be read, or not be copied.</exception>
    public FileStream OpenInput()
    {
        lock (gate)
        {
            copy ??= CopyInput();
        }

        return new FileStream(copy, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
    }

    /// <summary>Writes to standard output.</summary>
    /// <exception cref="ClosedOutputException">Nobody reads it any more.</exception>
    public void Write(Action<Stream> write)
    {
        try
        {
            using Stream stream = output();
            using BufferedStream buffered = new(stream, 1 << 16);
            write(buffered);
        }
        catch (IOException e)
        {
            throw new ClosedOutputException(e);
        }
    }

    /// <summary>Deletes the copy.</summary>
    public void Dispose()
    {
        Running.Value = null;
        if (copy is not null)
        {
            File.Delete(copy);
        }
    }

    private string CopyInput()
    {
        string path = Path.Combine(Path.GetTempPath(), $"vaemlnet-{Guid.NewGuid():N}.tmp");
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows())
        {
            // Data that somebody pipes is nobody else's business.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        FileStream file = new(path, options);
        copy = path;
        // On a thread of its own: reading from a terminal or pipe cannot be interrupted, but waiting for it can.
        Task copying = Task.Run(() =>
        {
            using (file)
            using (Stream stream = input())
            {
                stream.CopyTo(file);
            }
        });
        copying.Wait(cancellationToken);
        return path;
    }
}

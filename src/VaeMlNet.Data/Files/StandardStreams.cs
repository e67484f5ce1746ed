using System.Collections.Concurrent;
using VaeMlNet.Files;

namespace VaeMlNet.Data;

/// <summary>
/// Standard input and output as files with the name <c>-</c>, and pipes as files, while a command line runs.
/// </summary>
/// <remarks>
/// Standard input and pipes are copied to temporary files when they are first opened, because data is read more than once and a pipe
/// can be read only once. Thread-safe.
/// </remarks>
internal sealed class StandardStreams : IDisposable
{
    /// <summary>The name of standard input and standard output.</summary>
    public const string Name = "-";

    // The streams of the thread that runs the command line, and of the threads that it starts.
    private static readonly AsyncLocal<StandardStreams?> Running = new();

    private readonly Func<Stream> input;
    private readonly Func<Stream> output;
    private readonly CancellationToken cancellationToken;
    private readonly Lock gate = new();
    private readonly Dictionary<string, TemporaryFile> copies = new(StringComparer.Ordinal);

    /// <summary>Sets the streams of the command line that starts.</summary>
    public StandardStreams(Func<Stream> input, Func<Stream> output, CancellationToken cancellationToken)
    {
        this.input = input;
        this.output = output;
        this.cancellationToken = cancellationToken;
        Running.Value = this;
    }

    /// <summary>Gets the streams of the command line that runs.</summary>
    public static StandardStreams Current =>
        Running.Value ?? throw new InvalidOperationException("No command line is running.");

    /// <summary>Returns whether a path names standard input.</summary>
    public static bool IsInput(string path) => path == Name || Descriptor.Find(path) == Descriptor.Input;

    /// <summary>Returns whether a path names standard output.</summary>
    public static bool IsOutput(string path) => path == Name || Descriptor.Find(path) == Descriptor.Output;

    /// <summary>
    /// Opens the copied content of standard input, from its start. The caller must dispose the stream.
    /// </summary>
    /// <exception cref="IOException">Standard input cannot be read or copied.</exception>
    public FileStream OpenInput() => OpenCopy(Name, input);

    /// <summary>Opens the copied content of a pipe, from its start. The caller must dispose the stream.</summary>
    /// <exception cref="IOException">The pipe cannot be read or copied.</exception>
    public FileStream OpenPipe(string path) =>
        OpenCopy(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0));

    /// <summary>Writes to standard output.</summary>
    /// <exception cref="ClosedOutputException">The reader of standard output has ended.</exception>
    /// <exception cref="IOException">
    /// Standard output cannot be written: the disk is full, or it is closed.
    /// </exception>
    public void Write(Action<Stream> write)
    {
        using var stream = output();
        using BufferedStream buffered = new(stream, 1 << 16);
        write(buffered);
        // Disposing also flushes, but would hide the exception of a write that failed before.
        buffered.Flush();
    }

    /// <summary>Opens a pipe for writing, which waits for its reader. The caller must dispose the stream.</summary>
    /// <exception cref="OperationCanceledException">The command line was canceled during the wait.</exception>
    public FileStream OpenPipeForWriting(string path) =>
        Wait(() => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));

    /// <summary>Writes a temporary file, which is deleted when the command line ends; outside one, when nothing refers to the function any more.</summary>
    /// <param name="name">The name of the contents, for messages.</param>
    /// <param name="write">Writes the contents.</param>
    /// <returns>A function that opens the file from its start. The caller must dispose the stream.</returns>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static Func<Stream> Keep(string name, Action<Stream> write)
    {
        var copy = NewTemporaryFile();
        try
        {
            write(copy.Stream);
            copy.Stream.Flush();
        }
        catch (IOException e)
        {
            copy.Dispose();
            throw NotCopied(name, e);
        }
        catch
        {
            copy.Dispose();
            throw;
        }

        if (Running.Value is not { } running)
        {
            return new UnownedFile(copy).Open;
        }

        lock (running.gate)
        {
            running.copies[$"{name} {Guid.NewGuid()}"] = copy;
        }

        return () => OpenCopy(copy);
    }

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

            return OpenCopy(copy);
        }
    }

    private static FileStream OpenCopy(TemporaryFile copy) =>
        new(copy.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);

    private TemporaryFile Copy(string name, Func<Stream> open)
    {
        var copy = NewTemporaryFile();
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

    // Only the owner may read piped data.
    private static TemporaryFile NewTemporaryFile() =>
        TemporaryFile.Beside(
            Path.Combine(Path.GetTempPath(), "standard input"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite
        );

    private static void Copy(string name, Stream stream, FileStream file)
    {
        try
        {
            stream.CopyTo(file);
            file.Flush();
        }
        catch (IOException e)
        {
            throw NotCopied(name, e);
        }
    }

    private static CommandException NotCopied(string name, IOException e) =>
        new(
            $"Could not copy '{name}' to the folder of temporary files: {e.Message.TrimEnd('.')}. Free space in that folder, or set "
                + "TMPDIR (on Windows TMP) to a folder with more.",
            e
        );

    // Runs on another thread: opening and reading a pipe cannot be interrupted, but waiting for the thread can.
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

    /// <summary>A temporary file of a program, which is deleted when nothing refers to it any more, or the program ends.</summary>
    private sealed class UnownedFile
    {
        private static readonly ConcurrentDictionary<TemporaryFile, bool> Files = new();

        private readonly TemporaryFile file;

        static UnownedFile()
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                foreach (var file in Files.Keys)
                {
                    file.Dispose();
                }
            };
        }

        public UnownedFile(TemporaryFile file)
        {
            this.file = file;
            Files[file] = true;
        }

        ~UnownedFile()
        {
            if (Files.TryRemove(file, out _))
            {
                file.Dispose();
            }
        }

        public FileStream Open() => OpenCopy(file);
    }
}

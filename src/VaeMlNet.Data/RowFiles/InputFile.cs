namespace VaeMlNet.Data;

/// <summary>Opens data files. I/O errors become errors that name the file.</summary>
internal static class InputFile
{
    /// <summary>The largest number of bytes of a row of text.</summary>
    public const int LongestRecord = 1 << 26;

    private const long LargestJson = 16 << 20;

    /// <summary>Opens <paramref name="path"/> for reading and passes the stream to <paramref name="read"/>.</summary>
    /// <exception cref="CommandException">The file does not exist or cannot be read.</exception>
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            using var stream = Open(path);
            return read(stream);
        }
        catch (IOException e)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Reads a JSON file of at most 16 MiB, which is read into memory as a whole.</summary>
    public static T ReadJson<T>(string path, Func<FileStream, T> read) =>
        Read(
            path,
            stream =>
                stream.Length <= LargestJson
                    ? read(stream)
                    : throw new CommandException(
                        $"Could not read '{path}': it has {stream.Length} bytes, but a JSON file may have at most {LargestJson}."
                    )
        );

    /// <summary>
    /// Opens <paramref name="path"/> for reading from start to end; <c>-</c> is standard input. The caller must dispose the stream.
    /// Standard input and pipes are copied when they are first opened, so that they can be opened again.
    /// </summary>
    public static FileStream Open(string path)
    {
        try
        {
            return OpenKind(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException($"Could not read '{path}': there is no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>
    /// Returns whether a path can be read only once, from its start to its end, such as standard input or a pipe.
    /// </summary>
    public static bool IsReadOnce(string path) =>
        StandardStreams.IsInput(path) || FileKinds.Find(path) == FileKind.Pipe;

    /// <summary>Reports the share of a file that has been read, once in a few hundred rows.</summary>
    public static void Report(IProgress<double>? progress, long row, Stream stream)
    {
        const int rowsBetweenReports = 256;
        if (progress is not null && row % rowsBetweenReports == 0)
        {
            progress.Report((double)stream.Position / stream.Length);
        }
    }

    private static FileStream OpenKind(string path)
    {
        if (StandardStreams.IsInput(path))
        {
            return StandardStreams.Current.OpenInput();
        }

        return FileKinds.Find(path) switch
        {
            FileKind.Pipe => StandardStreams.Current.OpenPipe(path),
            FileKind.Device => throw new CommandException(
                $"Could not read '{path}': it is a device or a socket, which may have no end. Write its data to a file first."
            ),
            _ => new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                1 << 16,
                FileOptions.SequentialScan
            ),
        };
    }

    /// <summary>Creates the error for a file that exists but cannot be read.</summary>
    public static CommandException Unreadable(string path, Exception cause)
    {
        return Directory.Exists(path)
            ? new CommandException($"Could not read '{path}': it is a folder, expected a file.", cause)
            : new CommandException(
                $"Could not read '{path}': {cause.Message.TrimEnd('.')}. Check the path and permissions.",
                cause
            );
    }
}

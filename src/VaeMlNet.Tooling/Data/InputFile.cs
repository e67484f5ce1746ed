namespace VaeMlNet.Tooling;

/// <summary>Opens data files, turning I/O errors into errors that name the file.</summary>
internal static class InputFile
{
    private const long LargestJson = 16 << 20;

    /// <summary>Opens <paramref name="path"/> for reading and hands the stream to <paramref name="read"/>.</summary>
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

    /// <summary>Reads a JSON file, whose content is read into memory as a whole: it may have 16 MiB.</summary>
    /// <exception cref="CommandException">The file does not exist, cannot be read or is larger.</exception>
    public static T ReadJson<T>(string path, Func<FileStream, T> read) =>
        Read(
            path,
            stream =>
                stream.Length <= LargestJson
                    ? read(stream)
                    : throw new CommandException(
                        $"Could not read '{path}': it has {stream.Length} bytes, at most {LargestJson} are read of a JSON file."
                    )
        );

    /// <summary>
    /// Opens <paramref name="path"/> for reading from start to end, <c>-</c> being standard input; the caller disposes the stream.
    /// Standard input and pipes are copied when they are first opened, so that they can be opened again.
    /// </summary>
    /// <exception cref="CommandException">The file does not exist, is a device or a folder, or cannot be opened.</exception>
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

    /// <summary>Returns whether a path can be read only once, from its start to its end: standard input, a pipe.</summary>
    public static bool IsReadOnce(string path) => StandardStreams.IsInput(path) || FileKinds.Of(path) == FileKind.Pipe;

    /// <summary>Reports how far a file has been read, once in some hundred rows.</summary>
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

        return FileKinds.Of(path) switch
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

    /// <summary>The error for a file that was there and then could not be read.</summary>
    public static CommandException Unreadable(string path, Exception cause)
    {
        return Directory.Exists(path)
            ? new CommandException($"Could not read '{path}': it is a folder, a file is needed.", cause)
            : new CommandException(
                $"Could not read '{path}': {cause.Message.TrimEnd('.')}. Check the path and permissions.",
                cause
            );
    }
}

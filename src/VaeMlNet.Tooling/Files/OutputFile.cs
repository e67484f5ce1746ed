using VaeMlNet.Files;

namespace VaeMlNet.Tooling;

/// <summary>Writes whole files: a reader sees the old content or the new, never a part.</summary>
internal static class OutputFile
{
    private const int BrokenPipe = 32;

    /// <summary>
    /// Writes <paramref name="path"/> through a temporary file beside it, which is moved into place when
    /// <paramref name="write"/> has returned and deleted when it has thrown. Folders on the way are created.
    /// </summary>
    /// <param name="path">The file to write or replace; a link is followed, and <c>-</c> is standard output.</param>
    /// <param name="write">Writes the content. An I/O exception it throws is taken to be about the output: readers wrap theirs.</param>
    /// <exception cref="CommandException">The file cannot be written: no permission, full disk, a folder in its place.</exception>
    /// <exception cref="ClosedOutputException">The output is a pipe without a reader.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        if (StandardStreams.IsOutput(path))
        {
            StandardStreams.Current.Write(write);
            return;
        }

        try
        {
            if (Descriptor.Of(path) is { } descriptor)
            {
                using BufferedStream stream = new(new DescriptorStream(descriptor, $"'{path}'"), 1 << 16);
                write(stream);
                stream.Flush();
                return;
            }

            var kind = FileKinds.Of(path);
            if (kind is FileKind.Pipe or FileKind.Device)
            {
                // Opening a pipe waits for its reader, and that can be canceled.
                using var opened =
                    kind == FileKind.Pipe
                        ? StandardStreams.Current.OpenPipeForWriting(path)
                        : new FileStream(path, FileMode.Open, FileAccess.Write);
                WriteInPlace(opened, write);
                return;
            }

            var isLink = new FileInfo(path).LinkTarget is not null;
            WriteThroughTemporary(
                isLink ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : path,
                write
            );
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Unwritable(path, e);
        }
    }

    /// <summary>Refuses an output path up front, before work is done whose result could then not be kept.</summary>
    /// <param name="path">The file or folder that will be written; folders on the way may be missing and stay so.</param>
    /// <exception cref="CommandException">The path lies below a file, or in a folder that is not writable.</exception>
    public static void CheckWritable(string path)
    {
        try
        {
            if (StandardStreams.IsOutput(path))
            {
                return;
            }

            if (Descriptor.Of(path) is { } descriptor)
            {
                CheckOpen(descriptor);
            }
            else if (FileKinds.Of(path) is not (FileKind.Pipe or FileKind.Device))
            {
                var name = Path.GetFileName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path)));
                using var probe = TemporaryFile.Beside(Path.Combine(NearestFolder(path), name));
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Unwritable(path, e);
        }
    }

    private static string NearestFolder(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path)))!;
        while (!Directory.Exists(folder))
        {
            if (File.Exists(folder))
            {
                throw new IOException($"'{folder}' is a file, not a folder");
            }

            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    private static void WriteThroughTemporary(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new IOException("it is a folder");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using var temporary = TemporaryFile.Beside(full);
        write(temporary.Stream);
        temporary.MoveTo(full);
    }

    // A pipe or a device must be written to, not replaced by a regular file.
    private static void WriteInPlace(FileStream opened, Action<Stream> write)
    {
        try
        {
            using BufferedStream stream = new(opened, 1 << 16);
            write(stream);
            stream.Flush();
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            throw new ClosedOutputException(e);
        }
    }

    private static void CheckOpen(int descriptor)
    {
        if (!Descriptor.IsPassed(descriptor))
        {
            throw new IOException($"descriptor {descriptor} is not open");
        }
    }

    private static CommandException Unwritable(string path, Exception cause)
    {
        return new CommandException(
            $"Could not write '{path}': {cause.Message.TrimEnd('.')}. Check free space and permissions, or choose "
                + "another output.",
            cause
        );
    }
}

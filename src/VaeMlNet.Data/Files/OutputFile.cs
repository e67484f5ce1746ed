using VaeMlNet.Files;

namespace VaeMlNet.Data;

/// <summary>Writes whole files. A reader sees either the old or the new content, never an incomplete file.</summary>
internal static class OutputFile
{
    private const int BrokenPipe = 32;

    // Of formats that are only read, or opened by spreadsheets: the file would be CSV with a wrong name.
    private static readonly string[] EndingsOfOthers = [".jsonl", ".ndjson", ".gz", ".zip", ".xlsx", ".xls"];

    /// <summary>
    /// Writes <paramref name="path"/> through a temporary file beside it. The temporary file is moved to the path after
    /// <paramref name="write"/> returns, and deleted if it throws. Missing folders are created.
    /// </summary>
    /// <param name="path">
    /// The file to write or replace. Links are followed, and <c>-</c> is standard output. With null, what is written is lost.
    /// </param>
    /// <param name="write">
    /// Writes the content. Its I/O exceptions must be about the output, so readers wrap theirs.
    /// </param>
    /// <exception cref="CommandException">
    /// The file cannot be written: no permission, a full disk, or a folder with this name.
    /// </exception>
    /// <exception cref="ClosedOutputException">The output is a pipe without a reader.</exception>
    public static void Write(string? path, Action<Stream> write)
    {
        if (path is null)
        {
            write(Stream.Null);
            return;
        }

        if (StandardStreams.IsOutput(path))
        {
            StandardStreams.Current.Write(write);
            return;
        }

        try
        {
            if (Descriptor.Find(path) is { } descriptor)
            {
                using BufferedStream stream = new(new DescriptorStream(descriptor, $"'{path}'"), 1 << 16);
                write(stream);
                stream.Flush();
                return;
            }

            var kind = FileKinds.Find(path);
            if (kind is FileKind.Pipe or FileKind.Device)
            {
                // Opening a pipe waits for its reader. This wait can be canceled.
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

    /// <summary>
    /// Checks that an output path can be written, before work whose result would otherwise be lost.
    /// </summary>
    /// <param name="path">The file or folder that will be written, null for none. Missing folders are not created.</param>
    /// <param name="inputs">The files and folders of pictures that are read, which must not be replaced or get a picture; null entries are ignored.</param>
    public static void CheckWritable(string? path, params IEnumerable<string?> inputs)
    {
        if (path is null)
        {
            return;
        }

        if (
            EndingsOfOthers.FirstOrDefault(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is
            { } other
        )
        {
            throw new CommandException(
                $"Could not write '{path}': no {other} file is written. Choose a name with the ending of what is: .csv, .parquet or .idv for rows."
            );
        }

        try
        {
            if (StandardStreams.IsOutput(path))
            {
                return;
            }

            if (inputs.FirstOrDefault(input => input is not null && FileIdentity.AreSame(input, path)) is { } same)
            {
                throw new CommandException(
                    $"Could not write '{path}': it is the input file '{same}', whose content would be lost. Choose another output path."
                );
            }

            if (inputs.FirstOrDefault(input => Directory.Exists(input) && IsPictureOf(input, path)) is { } pictures)
            {
                throw new CommandException(
                    $"Could not write '{path}': it would be a picture of the input folder '{pictures}'. Choose an output path that is not in this folder."
                );
            }

            if (Descriptor.Find(path) is { } descriptor)
            {
                CheckOpen(descriptor);
            }
            else if (FileKinds.Find(path) is not (FileKind.Pipe or FileKind.Device))
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

    private static bool IsPictureOf(string folder, string path) =>
        (PictureName.IsPicture(path) || PictureName.IsPicture(FileIdentity.Resolve(path)))
        && FileIdentity.IsIn(folder, path);

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
                + "another output path.",
            cause
        );
    }
}

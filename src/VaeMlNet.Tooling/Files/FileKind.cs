using System.Formats.Tar;

namespace VaeMlNet.Tooling;

/// <summary>The kind of thing that a path names.</summary>
internal enum FileKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe or an open descriptor: it can be read once, and is written to in place.</summary>
    Pipe,

    /// <summary>A device or a socket: it may have no end.</summary>
    Device,
}

/// <summary>Tells what paths name, without opening them: opening a pipe waits for its other end.</summary>
internal static class FileKinds
{
    /// <summary>The place of an entry's type in its header, in every format of tar.</summary>
    private const int TypePlace = 156;

    /// <summary>Returns the kind of a path, following links.</summary>
    /// <exception cref="IOException">The path leads in a circle or cannot be looked at.</exception>
    public static FileKind Of(string path)
    {
        if (Directory.Exists(path))
        {
            return FileKind.Folder;
        }

        if (!File.Exists(path))
        {
            return FileKind.Missing;
        }

        FileInfo file = new(path);
        if (file.LinkTarget is not null)
        {
            // Links to pipes in /proc/self/fd lead to names such as pipe:[4711], which are no paths.
            var target = file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            return File.Exists(target) ? Of(target) : FileKind.Pipe;
        }

        return file.Length > 0 || OperatingSystem.IsWindows() ? FileKind.Regular : OfEmpty(path);
    }

    // Pipes and devices have a length of 0. That is all that .NET's file classes tell of them, but its tar writer, which does not
    // open them, records their types.
    private static FileKind OfEmpty(string path)
    {
        using MemoryStream header = new();
        try
        {
            using TarWriter tar = new(header, TarEntryFormat.Gnu, leaveOpen: true);
            tar.WriteEntry(path, entryName: "x");
        }
        catch (UnauthorizedAccessException)
        {
            // Only regular files are opened.
            return FileKind.Regular;
        }
        catch (IOException)
        {
            // Tar has no sockets.
            return FileKind.Device;
        }

        return (TarEntryType)header.GetBuffer()[TypePlace] switch
        {
            TarEntryType.Fifo => FileKind.Pipe,
            TarEntryType.CharacterDevice or TarEntryType.BlockDevice => FileKind.Device,
            _ => FileKind.Regular,
        };
    }
}

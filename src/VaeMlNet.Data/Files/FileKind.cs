using System.Formats.Tar;

namespace VaeMlNet.Data;

/// <summary>The type of a file that a path names.</summary>
internal enum FileKind
{
    /// <summary>No file exists.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe or an open descriptor. It can be read once, and is written to in place.</summary>
    Pipe,

    /// <summary>A device or a socket. It may be endless.</summary>
    Device,
}

/// <summary>Finds the type of a file without opening it, because opening a pipe waits for its other end.</summary>
internal static class FileKinds
{
    /// <summary>The offset of the type of an entry in its header, in every tar format.</summary>
    private const int TypePlace = 156;

    /// <summary>Returns the type of the file that a path names. Links are followed.</summary>
    /// <exception cref="IOException">The path is a circle of links, or cannot be read.</exception>
    public static FileKind Find(string path)
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
            // Links to pipes in /proc/self/fd lead to names such as pipe:[4711], which are not paths.
            var target = file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            return File.Exists(target) ? Find(target) : FileKind.Pipe;
        }

        return file.Length > 0 || OperatingSystem.IsWindows() ? FileKind.Regular : FindEmpty(path);
    }

    // Pipes and devices have a length of 0. The file classes of .NET cannot distinguish them, but its tar writer records their
    // types without opening them.
    private static FileKind FindEmpty(string path)
    {
        using MemoryStream header = new();
        try
        {
            using TarWriter tar = new(header, TarEntryFormat.Gnu, leaveOpen: true);
            tar.WriteEntry(path, entryName: "x");
        }
        catch (UnauthorizedAccessException)
        {
            // The tar writer opens only regular files.
            return FileKind.Regular;
        }
        catch (IOException)
        {
            // Tar has no entries for sockets.
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

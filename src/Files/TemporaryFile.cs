using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace VaeMlNet.Files;

/// <summary>A new file with a temporary name beside its final path. It is moved there when it is complete, or deleted.</summary>
/// <remarks>
/// <para> The file is called <c>.vaemlnet-PLACE-RANDOM.tmp</c>, where PLACE is a hash of the name of the final path. The name
/// is short, so that the final name can have the longest length that the file system allows. </para> <para> The writer keeps
/// the file open, and the operating system locks an open file. The lock ends with the process, even if the process is killed: a
/// file that can be locked is an orphan, and the next writer of the same path deletes it. Orphans of other paths are deleted if
/// nothing was written to them for an hour. If the file system has no locks, nothing is deleted. </para> <para> To find
/// orphans, the folder is listed. The first file of a process in a folder lists it. Afterwards, a folder with many entries is
/// listed again only after some more files, so that the time for each file does not grow with the number of files in the
/// folder. </para> <para>This source file is compiled into each assembly that writes files. Thread safety: not
/// thread-safe.</para>
/// </remarks>
internal sealed partial class TemporaryFile : IDisposable
{
    private const string FileExtension = ".tmp";
    private const string FolderExtension = ".dir";
    private const int Attempts = 5;
    private const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// The number of entries of a listed folder that allow this process to create one more file there without listing the
    /// folder.
    /// </summary>
    private const int EntriesPerUnlistedFile = 32;

    private static readonly TimeSpan AgeOfOtherOrphans = TimeSpan.FromHours(1);

    /// <summary>The number of files that can still be created in a large folder before it is listed again.</summary>
    private static readonly ConcurrentDictionary<string, int> UnlistedFiles = new(StringComparer.Ordinal);

    private bool isMoved;
    private bool isDisposed;

    private TemporaryFile(string path, FileStream stream)
    {
        Path = path;
        Stream = stream;
    }

    public string Path { get; }

    /// <summary>Gets the content, for reading and writing. Stays open until the file is disposed.</summary>
    public FileStream Stream { get; }

    /// <summary>Gets the path of a temporary folder that is deleted together with this file. It does not exist at first.</summary>
    public string Folder => FolderOf(Path);

    /// <summary>
    /// Creates an empty file beside its final path, and deletes files that killed writers of that path left there.
    /// </summary>
    /// <param name="place">The final path. Its folder must exist.</param>
    /// <param name="unixMode">
    /// The permissions on Unix. Default: null, which means those of the file that it replaces, or of every new file if there is none. As
    /// always, without those that the umask of the process takes away.
    /// </param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to create it.</exception>
    public static TemporaryFile Beside(string place, UnixFileMode? unixMode = null)
    {
        var full = System.IO.Path.GetFullPath(place);
        var folder = System.IO.Path.GetDirectoryName(full) ?? full;
        var prefix = Prefix(System.IO.Path.GetFileName(full));
        var file = Create(folder, prefix, unixMode ?? ModeOf(full));
        if (IsListingDue(folder))
        {
            DeleteOrphans(folder, file, path => IsOf(path, prefix) || IsOld(path));
        }

        return file;
    }

    /// <summary>Creates an empty <see cref="Folder"/> in the temporary folder of the system, which only this user may read.</summary>
    /// <param name="purpose">A name for its use. Orphans of the same purpose are deleted.</param>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to create it.</exception>
    public static TemporaryFile NewFolder(string purpose)
    {
        var file = Beside(System.IO.Path.Combine(System.IO.Path.GetTempPath(), purpose), Owners);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(file.Folder);
            }
            else
            {
                Directory.CreateDirectory(file.Folder, Owners | UnixFileMode.UserExecute);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Creates <see cref="Folder"/> with the permissions of a folder that it will replace, if there is one.</summary>
    /// <returns>The path of the new folder.</returns>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to create it.</exception>
    public string CreateFolder(string place)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(place))
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            Directory.CreateDirectory(Folder, File.GetUnixFileMode(place) | Owners | UnixFileMode.UserExecute);
        }

        return Folder;
    }

    /// <summary>Deletes every orphan in a folder, whatever its path and age. Files of running writers are kept.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write into the folder.</exception>
    public static void DeleteOrphans(string folder)
    {
        using var probe = Create(folder, Prefix(""), unixMode: null);
        DeleteOrphans(folder, probe, _ => true);
    }

    /// <summary>Returns whether this class gives such a name to files or folders.</summary>
    public static bool IsName(string name) => NamePattern().IsMatch(name);

    /// <summary>Moves the file to its final path. An existing file is replaced.</summary>
    /// <param name="place">The final path.</param>
    /// <param name="flush">True (the default) to wait until the content is on the disk.</param>
    public void MoveTo(string place, bool flush = true)
    {
        Stream.Flush(flushToDisk: flush);
        File.Move(Path, place, overwrite: true);
        isMoved = true;
    }

    /// <summary>Closes the file, and deletes it and its folder unless it was moved. Never throws.</summary>
    public void Dispose()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        try
        {
            if (Directory.Exists(Folder))
            {
                Directory.Delete(Folder, recursive: true);
            }

            // While it is locked, no other process treats it as an orphan.
            if (!isMoved)
            {
                File.Delete(Path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next writer deletes it. An error that is already on its way to the caller is more important.
        }
        finally
        {
            Close();
        }
    }

    private void Close()
    {
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // Writing the buffered bytes failed, for example for the second time on a full disk.
        }
    }

    private static TemporaryFile Create(string folder, string prefix, UnixFileMode? unixMode)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            // Other processes may read and move the file. The lock that finds orphans is exclusive and refuses every other
            // user.
            Share = FileShare.ReadWrite | FileShare.Delete,
        };
        if (unixMode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = unixMode;
        }

        for (var attempt = 1; ; attempt++)
        {
            var path = System.IO.Path.Combine(folder, $"{prefix}{Guid.NewGuid():N}{FileExtension}");
            try
            {
                FileStream stream = new(path, options);
                // Between creation and lock, another process could have treated it as an orphan. Now it cannot.
                if (File.Exists(path) || attempt == Attempts)
                {
                    return new TemporaryFile(path, stream);
                }

                stream.Dispose();
            }
            catch (IOException) when (attempt < Attempts && Directory.Exists(folder))
            {
                // The file may have been locked at that moment. Another name is tried; a permanent problem fails again.
            }
        }
    }

    /// <summary>Returns the permissions of a file that is replaced, so that nobody else can read its new content; null if there is none.</summary>
    private static UnixFileMode? ModeOf(string place) =>
        OperatingSystem.IsWindows() || !File.Exists(place) ? null : File.GetUnixFileMode(place) | Owners;

    /// <summary>Returns whether a folder is to be listed, and counts the file that is created there if not.</summary>
    private static bool IsListingDue(string folder)
    {
        if (!UnlistedFiles.TryGetValue(folder, out var left))
        {
            return true;
        }

        var isDue = left <= 1;
        if (isDue)
        {
            UnlistedFiles.TryRemove(folder, out _);
        }
        else
        {
            UnlistedFiles[folder] = left - 1;
        }

        return isDue;
    }

    private static void DeleteOrphans(string folder, TemporaryFile own, Func<string, bool> isWanted)
    {
        try
        {
            var entries = 0;
            List<string> candidates = [];
            foreach (var path in Directory.EnumerateFileSystemEntries(folder))
            {
                entries++;
                if (
                    path != own.Path
                    && path.EndsWith(FileExtension, StringComparison.Ordinal)
                    && IsName(System.IO.Path.GetFileName(path))
                    && isWanted(path)
                )
                {
                    candidates.Add(path);
                }
            }

            if (entries >= EntriesPerUnlistedFile)
            {
                UnlistedFiles[folder] = 1 + (entries / EntriesPerUnlistedFile);
            }

            if (candidates.Count > 0 && own.IsLocked())
            {
                candidates.ForEach(DeleteIfOrphan);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder can be written but not listed. Orphans are not a reason to fail.
        }
    }

    /// <summary>
    /// Returns whether the operating system locks this file against other processes. Some file systems have no locks.
    /// </summary>
    private bool IsLocked()
    {
        using var second = TryLock(Path, FileOptions.None);
        return second is null;
    }

    private static void DeleteIfOrphan(string path)
    {
        try
        {
            if (File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
            {
                return;
            }

            // Deletes the file when it is closed, before the lock ends.
            using var orphan = TryLock(path, FileOptions.DeleteOnClose);
            if (orphan is not null && Directory.Exists(FolderOf(path)))
            {
                Directory.Delete(FolderOf(path), recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file belongs to another user, or is already deleted.
        }
    }

    /// <summary>Opens a file exclusively. Returns null if another process has it open.</summary>
    private static FileStream? TryLock(string path, FileOptions options)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsOf(string path, string prefix) =>
        System.IO.Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal);

    private static bool IsOld(string path) => DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > AgeOfOtherOrphans;

    private static string FolderOf(string path) => System.IO.Path.ChangeExtension(path, FolderExtension);

    private static string Prefix(string name) =>
        $".vaemlnet-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}-";

    [GeneratedRegex(@"^\.vaemlnet-[0-9a-f]{16}-[0-9a-f]{32}\.(tmp|dir)$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}

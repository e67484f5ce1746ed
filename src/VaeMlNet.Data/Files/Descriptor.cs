using System.Globalization;
using System.Runtime.InteropServices;

namespace VaeMlNet.Data;

/// <summary>Finds the descriptors of this process that paths such as /dev/stdout and /dev/fd/3 name.</summary>
internal static class Descriptor
{
    /// <summary>The descriptor of standard input.</summary>
    public const int Input = 0;

    /// <summary>The descriptor of standard output.</summary>
    public const int Output = 1;

    /// <summary>The descriptor of the error stream.</summary>
    public const int Error = 2;

    private const int GetFlags = 1;
    private const int CloseOnExec = 1;
    private const uint FirstWindowsHandle = unchecked((uint)-10);

    private static readonly string[] Folders = ["/dev/fd/", "/proc/self/fd/"];

    /// <summary>Returns the descriptor that a path names, or null. On Windows no path names one.</summary>
    public static int? Find(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        return path switch
        {
            "/dev/stdin" => Input,
            "/dev/stdout" => Output,
            "/dev/stderr" => Error,
            _ => Number(Array.Find(Folders, folder => path.StartsWith(folder, StringComparison.Ordinal)), path),
        };
    }

    /// <summary>Returns whether the parent process passed this descriptor to this process.</summary>
    /// <remarks>
    /// A file or pipe of .NET itself may take the number of a descriptor that was closed at the start. Such descriptors are closed
    /// when another program is executed; descriptors from the parent process are not.
    /// </remarks>
    public static bool IsPassed(int descriptor)
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsHandle(descriptor) is not (0 or -1);
        }

        var flags = Control(descriptor, GetFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    /// <summary>Returns the Windows handle of standard input, standard output or the error stream.</summary>
    public static nint WindowsHandle(int descriptor) => GetHandle(FirstWindowsHandle - (uint)descriptor);

    private static int? Number(string? folder, string path) =>
        folder is not null
        && int.TryParse(path.AsSpan(folder.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command);

    [DllImport("kernel32", EntryPoint = "GetStdHandle", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetHandle(uint number);
}

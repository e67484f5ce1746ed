using System.Runtime.InteropServices;
using TorchSharp;

namespace VaeMlNet;

/// <summary>The native libraries of TorchSharp. A program that references VaeMlNet.Training chooses them by a package of its own.</summary>
internal static class TorchLibrary
{
    // TorchSharp 0.107.0 needs it and uses nothing of it. See docs/platforms.md.
    private const string NewCppLibrary = "GLIBCXX_3.4.32";

    private static volatile bool isLoaded;

    /// <summary>Loads the libraries, unless they are loaded.</summary>
    public static void Require()
    {
        if (isLoaded)
        {
            return;
        }

        // Otherwise TorchSharp would copy libtorch from the package cache beside the program, print its search, and fail all the same.
        if (
            OperatingSystem.IsLinux()
            && FindReason() is { } reason
            && reason.Contains(NewCppLibrary, StringComparison.Ordinal)
        )
        {
            throw new InvalidOperationException(Explain(reason));
        }

        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            isLoaded = true;
        }
        catch (Exception e) when (e is NotSupportedException or TypeInitializationException or DllNotFoundException)
        {
            throw new InvalidOperationException(Explain(FindReason()), e);
        }
    }

    /// <summary>Returns what is wrong, and what to do.</summary>
    /// <param name="reason">The message of the system's loader; null if it found no library.</param>
    internal static string Explain(string? reason)
    {
        var version = typeof(torch).Assembly.GetName().Version!.ToString(3);
        return reason switch
        {
            null => Missing(version),
            _ when reason.Contains(NewCppLibrary, StringComparison.Ordinal) =>
                $"TorchSharp {version} cannot be loaded, because it asks for the C++ library of GCC 13 ({NewCppLibrary}), and this system has an older one, as Debian 12 and Ubuntu 22.04 do. "
                    + "The package VaeMlNet.OnnxExport replaces TorchSharp's file in the output of a build: build the program with it, without ExcludeAssets and VaeMlNetKeepLibTorchSharp. Or run it on Debian 13, Ubuntu 24.04 or newer.",
            // TorchSharp itself has a small library, which needs libtorch.
            _ when reason.Contains("libtorch.", StringComparison.Ordinal) => Missing(version),
            _ => $"The native libraries of TorchSharp {version} cannot be loaded: {reason}",
        };
    }

    private static string Missing(string version) =>
        $"The native libraries of TorchSharp {version} were not found. Reference the package TorchSharp-cpu {version} for the CPU, or VaeMlNet.Gpu for NVIDIA GPUs.";

    // Returns why the library beside the program cannot be loaded; null if it can, or if there is none.
    private static string? FindReason()
    {
        string[] names = ["libLibTorchSharp.so", "libLibTorchSharp.dylib", "LibTorchSharp.dll"];
        var library = ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        try
        {
            if (library is not null)
            {
                NativeLibrary.Load(library);
            }

            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return e.Message;
        }
    }
}

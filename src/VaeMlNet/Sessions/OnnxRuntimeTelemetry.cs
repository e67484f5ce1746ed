using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>
/// Turns off the telemetry of ONNX Runtime, which is on by default: it writes files into the temporary and the home folder and
/// looks up a host. If the user has set <see cref="Variable"/>, its value is kept: "0" leaves telemetry on.
/// </summary>
internal static class OnnxRuntimeTelemetry
{
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    private static bool usersChoice;

    /// <summary>
    /// Sets the variable in the C environment, which ONNX Runtime reads when it is loaded. Environment.SetEnvironmentVariable
    /// changes .NET's own copy on Unix. As module initializer it runs before any code of this assembly can load ONNX Runtime.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255:The 'ModuleInitializer' attribute should not be used in libraries",
        Justification = "ONNX Runtime reads the variable once, and ML.NET's ApplyOnnxModel may load it before a session of ours."
    )]
    internal static void TurnOff()
    {
        usersChoice = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));
        if (usersChoice)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            // The C runtime of native libraries has a separate copy on Windows.
            Environment.SetEnvironmentVariable(Variable, "1");
            _ = SetWindowsVariable(Variable, "1");
        }
        else
        {
            _ = SetUnixVariable(Variable, "1", overwrite: 1);
        }
    }

    /// <summary>Turns off the events that the variable does not control: those for Windows event tracing.</summary>
    public static void TurnOffEvents()
    {
        if (!usersChoice)
        {
            OrtEnv.Instance().DisableTelemetryEvents();
        }
    }

    [DllImport(
        "libc",
        EntryPoint = "setenv",
        CharSet = CharSet.Ansi,
        BestFitMapping = false,
        ThrowOnUnmappableChar = true
    )]
    private static extern int SetUnixVariable(string name, string value, int overwrite);

    [DllImport(
        "ucrtbase",
        EntryPoint = "_putenv_s",
        CharSet = CharSet.Ansi,
        BestFitMapping = false,
        ThrowOnUnmappableChar = true
    )]
    private static extern int SetWindowsVariable(string name, string value);
}

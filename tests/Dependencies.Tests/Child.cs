using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>The program of this assembly. It shows faults of a whole process.</summary>
internal static class Child
{
    public const string Multiply = "multiply";
    public const string LoadOnnxRuntime = "load-onnx-runtime";

    public static int Main(string[] arguments)
    {
        Console.WriteLine("before");
        Console.Out.Flush();
        try
        {
            switch (arguments)
            {
                case [Multiply]:
                    zeros(2, 3).matmul(zeros(4, 5));
                    break;
                case [LoadOnnxRuntime]:
                    _ = OrtEnv.Instance();
                    break;
                default:
                    return 2;
            }

            Console.WriteLine("after");
        }
        catch (Exception e)
        {
            Console.WriteLine($"caught {e.GetType()}");
        }

        return 0;
    }

    /// <summary>Returns the settings to start it with redirected output.</summary>
    public static ProcessStartInfo Describe(string verb) =>
        new("dotnet", [typeof(Child).Assembly.Location, verb])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // No core file of a process that ends itself, and no report about it.
            Environment = { ["DOTNET_DbgEnableMiniDump"] = "0" },
        };

    /// <summary>Runs it to its end.</summary>
    public static ProgramRun Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.Result);
    }
}

namespace Dependencies.Tests;

/// <summary>The packages whose faults the tests show, and the message of a test that no longer finds its fault.</summary>
internal static class Fault
{
    public const string MlNet = "Microsoft.ML";
    public const string MlNetVersion = "5.0.1";
    public const string OnnxTransformer = "Microsoft.ML.OnnxTransformer";
    public const string OnnxRuntime = "Microsoft.ML.OnnxRuntime";
    public const string OnnxRuntimeVersion = "1.31.1";
    public const string TorchSharp = "TorchSharp";
    public const string TorchSharpVersion = "0.107.0";
    public const string Libtorch = "libtorch-cpu";
    public const string LibtorchVersion = "2.10.0";
    public const string ParquetNet = "Parquet.Net";
    public const string ParquetNetVersion = "6.1.0";

    /// <summary>Returns the message of an assertion that fails when a package no longer has a fault.</summary>
    /// <param name="package">One of the packages.</param>
    /// <param name="files">
    /// The files and folders that work around the fault or warn of it, relative to the root of the repository.
    /// </param>
    public static string Of(string package, params string[] files)
    {
        foreach (var path in files.Select(path => Repository.PathOf(path)))
        {
            Assert.That(
                File.Exists(path) || Directory.Exists(path),
                $"This test names '{path}', which does not exist."
            );
        }

        return $"{package} {VersionOf(package)} has the fault that this test describes. If a newer version no longer has it, remove "
            + $"the workaround or warning in {string.Join(" and ", files)}, and this test.";
    }

    private static string VersionOf(string package) =>
        package switch
        {
            OnnxRuntime => OnnxRuntimeVersion,
            TorchSharp => TorchSharpVersion,
            Libtorch => LibtorchVersion,
            ParquetNet => ParquetNetVersion,
            _ => MlNetVersion,
        };
}

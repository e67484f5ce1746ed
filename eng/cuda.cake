// One folder with the tests and benchmarks that need CUDA, and with all that they need but CUDA, for machines without package sources.

/// Publishes the folder. Its run.sh runs everything and ends with a report.
void PublishCudaFolder(string configuration, string folder, bool withCuda)
{
    CleanDirectory(folder);
    var publish = new List<string>
    {
        "publish", "tests/CudaReport", "--configuration", configuration, "--runtime", "linux-x64", "--self-contained", "--output", $"{folder}/app", "--verbosity", "quiet",
    };
    if (withCuda)
    {
        if (MissingPackages("src/VaeMlNet.Gpu") is { Length: > 0 } missing)
            throw new CakeException($"CudaFolder needs packages that the package source does not have: {string.Join(", ", missing)}. '--libraries=cpu' publishes the folder without CUDA.");
        publish.AddRange(new[] { "-p:TorchSharpPackage=TorchSharp-cuda-linux", "-p:OnnxRuntimePackage=Microsoft.ML.OnnxRuntime.Gpu" });
    }
    Dotnet(publish.ToArray());
    FetchMnist();
    CopyDirectory(Argument("mnist", "artifacts/mnist"), $"{folder}/mnist");
    CopyFileToDirectory("tests/CudaReport/run.sh", folder);
    Information($"{folder}/run.sh runs the tests and benchmarks, and writes report/report.md.");
}

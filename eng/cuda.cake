// One folder with the tests and benchmarks that need CUDA, and with all that they need but CUDA, for machines without package sources.

/// Publishes the folder. Its run.sh runs everything and ends with a report.
void PublishCudaFolder(string configuration, string folder, string libraries)
{
    if (libraries is not ("cuda" or "pytorch" or "cpu"))
        throw new CakeException($"'--libraries={libraries}' is unknown. Pass cuda, pytorch or cpu.");
    if (libraries == "cuda" && MissingPackages("src/VaeMlNet.Gpu") is { Length: > 0 } missing)
        throw new CakeException($"CudaFolder needs packages that the package source does not have: {string.Join(", ", missing)}. '--libraries=pytorch' takes libtorch from PyTorch on the machine with the GPU. '--libraries=cpu' publishes the folder without CUDA.");
    CleanDirectory(folder);
    var publish = new List<string>
    {
        "publish", "tests/CudaReport", "--configuration", configuration, "--runtime", "linux-x64", "--self-contained", "--output", $"{folder}/app", "--verbosity", "quiet",
    };
    if (libraries != "cpu")
        publish.AddRange(new[] { $"-p:TorchSharpPackage={(libraries == "cuda" ? "TorchSharp-cuda-linux" : "TorchSharp")}", "-p:OnnxRuntimePackage=Microsoft.ML.OnnxRuntime.Gpu" });
    Dotnet(publish.ToArray());
    FetchMnist();
    CopyDirectory(Argument("mnist", "artifacts/mnist"), $"{folder}/mnist");
    CopyFileToDirectory("tests/CudaReport/run.sh", folder);
    Information($"{folder}/run.sh runs the tests and benchmarks, and writes report/report.md.");
}

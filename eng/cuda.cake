// One folder with the tests and benchmarks that need CUDA, and with all that they need but CUDA, for machines without package sources.

/// Publishes the folder. Its run.sh runs everything and ends with a report.
void PublishCudaFolder(string configuration, string folder)
{
    bool isCompat = RememberedDependencies() is { Mode: "compat" };
    CleanDirectory(folder);
    // TorchSharp's package of CUDA contains libtorch. With compat, run.sh compiles against the libtorch of the machine.
    Dotnet(
        "publish", "tests/CudaReport", "--configuration", configuration, "--runtime", "linux-x64", "--self-contained", "--output", $"{folder}/app",
        "--verbosity", "quiet", isCompat ? "-p:TorchSharpPackage=" : "-p:TorchSharpPackage=TorchSharp-cuda-linux");
    if (isCompat)
    {
        AddOnnxRuntimeWithCuda($"{folder}/app/runtimes/linux-x64/native");
        CopyDirectory("compat/TorchSharp/native", $"{folder}/native");
    }
    FetchMnist();
    CopyDirectory(Argument("mnist", "artifacts/mnist"), $"{folder}/mnist");
    CopyFileToDirectory("tests/CudaReport/run.sh", folder);
    Information($"{folder}/run.sh runs the tests and benchmarks, and writes report/report.md.");
}

/// Replaces the CPU build of ONNX Runtime by a build of the same version with its CUDA provider (CUDA 13, cuDNN 9).
void AddOnnxRuntimeWithCuda(string folder)
{
    const string cache = "artifacts/onnxruntime-cuda";
    const string otherwise = "put the files of that package there";
    FetchFromNpm(
        "onnxruntime-node@1.29.0", "cfdfb45ec4044b1fdca43e5d2e180fb6817e649ff8ad1e0dfc90e18e51b67037", "bin/napi-v6/linux/x64", cache, otherwise,
        "libonnxruntime.so.1");
    FetchFromNpm(
        "com.github.asus4.onnxruntime.linux-x64-gpu@0.4.9", "2b459e0c17f340c92970c10ed86de4f37a3009f93c14053e6ad4334cbb6be412", "Plugins/Linux/x64", cache, otherwise,
        "libonnxruntime_providers_cuda.so", "libonnxruntime_providers_shared.so");
    CopyFiles($"{cache}/libonnxruntime_providers_*.so", folder);
    CopyFile($"{cache}/libonnxruntime.so.1", $"{folder}/libonnxruntime.so");
}

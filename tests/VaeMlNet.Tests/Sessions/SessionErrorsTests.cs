namespace VaeMlNet.Tests;

public sealed class SessionErrorsTests
{
    [Test]
    public void NoOnnxRuntime_Missing_NamesThePackages() =>
        Assert.That(
            SessionErrors.NoOnnxRuntime(new DllNotFoundException("onnxruntime")).Message,
            Does.StartWith("The native library of ONNX Runtime was not found.")
                .And.Match(@"Microsoft\.ML\.OnnxRuntime \d+\.\d+\.\d+ for the CPU")
                .And.Contain("VaeMlNet.Gpu")
        );

    [Test]
    public void NoOnnxRuntime_OtherVersion_SaysThatItDoesNotFit() =>
        Assert.That(
            SessionErrors.NoOnnxRuntime(new EntryPointNotFoundException("no OrtGetApiBase")).Message,
            Does.Contain("does not fit: no OrtGetApiBase").And.Contain("VaeMlNet.Gpu")
        );

    [Test]
    public void NoCuda_CpuPackage_NamesThePackageOfCuda() =>
        Assert.That(
            SessionErrors.NoCuda(0, [SessionFactory.CpuProvider], new EntryPointNotFoundException()).Message,
            Does.Contain("offers only CPUExecutionProvider").And.Contain("VaeMlNet.Gpu").And.Contain("FallbackToCpu")
        );
}

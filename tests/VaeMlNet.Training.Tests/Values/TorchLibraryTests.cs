namespace VaeMlNet.Tests;

public sealed class TorchLibraryTests
{
    [TestCase(null)]
    [TestCase("libtorch.so: cannot open shared object file: No such file or directory")]
    public void Explain_NoLibrary_NamesThePackages(string? reason) =>
        Assert.That(
            TorchLibrary.Explain(reason),
            Does.Contain("TorchSharp 0.107.0 were not found").And.Contain("TorchSharp-cpu").And.Contain("VaeMlNet.Gpu")
        );

    [Test]
    public void Explain_OlderCppLibrary_SaysWhatTheBuildDoes() =>
        Assert.That(
            TorchLibrary.Explain(
                "libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by libLibTorchSharp.so)"
            ),
            Does.Contain("the C++ library of GCC 13")
                .And.Contain("Debian 12")
                .And.Contain("VaeMlNet.OnnxExport replaces")
        );

    [Test]
    public void Explain_OtherReason_ContainsIt() =>
        Assert.That(
            TorchLibrary.Explain("libgomp.so.1: cannot open"),
            Does.Contain("cannot be loaded: libgomp.so.1: cannot open")
        );

    [Test]
    public void Require_LibrariesBesideTheProgram_LoadsThem() => Assert.That(TorchLibrary.Require, Throws.Nothing);
}

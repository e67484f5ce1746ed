namespace VaeMlNet.Tests;

public class ConventionTests
{
    [Test]
    public void PublicApi_OfTheAssembly_IsTheApprovedOne() =>
        PublicApi.AssertApproved(
            typeof(VaeTrainer).Assembly,
            Repository.PathOf("tests", "VaeMlNet.Training.Tests", "PublicApi.approved.txt")
        );

    /// <summary>
    /// TorchSharp 0.107.0 ends the process where the shapes of a matmul do not fit. mm, addmm and linear throw an exception
    /// instead (Dependencies.Tests, TorchSharpFaultTests).
    /// </summary>
    [Test]
    public void Sources_MultiplyMatricesByFunctionsThatThrow_NotByMatmul()
    {
        var callers = Directory
            .EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("matmul(", StringComparison.Ordinal));

        Assert.That(callers, Is.Empty);
    }
}

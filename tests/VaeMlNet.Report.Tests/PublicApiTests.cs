namespace VaeMlNet.Report.Tests;

public sealed class PublicApiTests
{
    [Test]
    public void Assembly_PublicMembers_AreTheApprovedOnes() =>
        PublicApi.AssertApproved(
            typeof(VaeReport).Assembly,
            Path.GetFullPath(Path.Combine(TestContext.CurrentContext.TestDirectory, "../../../PublicApi.approved.txt"))
        );

    [Test]
    public void Assembly_References_HaveNeitherTorchSharpNorTheTool()
    {
        var names = typeof(VaeReport).Assembly.GetReferencedAssemblies().Select(reference => reference.Name);

        Assert.That(names, Does.Contain("VaeMlNet").And.None.Contains("Torch").And.None.Contains("Cli"));
    }
}

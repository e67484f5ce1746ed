namespace VaeMlNet.Hosting.Tests;

public sealed class PublicApiTests
{
    [Test]
    public void Assembly_PublicMembers_AreTheApprovedOnes() =>
        PublicApi.AssertApproved(
            typeof(VaeHostedScorer).Assembly,
            Path.GetFullPath(Path.Combine(TestContext.CurrentContext.TestDirectory, "../../../PublicApi.approved.txt"))
        );

    [Test]
    public void Assembly_References_HaveNeitherTorchSharpNorAWebServer()
    {
        var names = typeof(VaeHostedScorer).Assembly.GetReferencedAssemblies().Select(reference => reference.Name);

        Assert.That(names, Does.Contain("VaeMlNet").And.None.Contains("Torch").And.None.Contains("AspNetCore"));
    }
}

namespace VaeMlNet.Data.Tests;

public sealed class PublicApiTests
{
    [Test]
    public void Assembly_PublicMembers_AreTheApprovedOnes() =>
        PublicApi.AssertApproved(
            typeof(VaeTable).Assembly,
            Path.GetFullPath(Path.Combine(TestContext.CurrentContext.TestDirectory, "../../../PublicApi.approved.txt"))
        );

    [Test]
    public void Assembly_References_HaveNeitherTorchSharpNorLibrariesOfTools()
    {
        var names = typeof(VaeTable).Assembly.GetReferencedAssemblies().Select(reference => reference.Name);

        Assert.That(
            names,
            Does.Contain("VaeMlNet")
                .And.None.Contains("Torch")
                .And.None.Contains("CommandLine")
                .And.None.Contains("Spectre")
        );
    }
}

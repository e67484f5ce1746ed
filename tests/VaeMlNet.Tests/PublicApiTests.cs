namespace VaeMlNet.Tests;

/// <summary>The public API is the approved text: a change to it is made on purpose, with its documentation.</summary>
public sealed class PublicApiTests
{
    [Test]
    public void Assembly_PublicMembers_AreTheApprovedOnes() =>
        PublicApi.AssertApproved(
            typeof(VaeModel).Assembly,
            Path.GetFullPath(Path.Combine(TestContext.CurrentContext.TestDirectory, "../../../PublicApi.approved.txt"))
        );
}

namespace VaeMlNet.Tests;

public class ConventionTests
{
    [Test]
    public void PublicApi_IsTheApprovedOne() =>
        PublicApi.AssertApproved(
            typeof(VaeTrainer).Assembly,
            Repository.PathOf("tests", "VaeMlNet.Training.Tests", "PublicApi.approved.txt")
        );
}

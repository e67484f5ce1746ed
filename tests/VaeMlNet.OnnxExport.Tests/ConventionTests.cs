namespace VaeMlNet.OnnxExport.Tests;

public class ConventionTests
{
    [Test]
    public void PublicApi_IsTheApprovedOne() =>
        PublicApi.AssertApproved(
            typeof(OnnxExporter).Assembly,
            Path.GetFullPath(Path.Combine(TestContext.CurrentContext.TestDirectory, "../../../PublicApi.approved.txt"))
        );

    [Test]
    public void Readme_TableOfModules_IsThatOfTheConverters()
    {
        var rows = File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "README.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]);
        Assert.That(rows, Is.EquivalentTo(OnnxConverters.Default.ModuleTypes.Select(type => type.Name)));
    }
}

namespace VaeMlNet.OnnxExport.Tests;

public class ConventionTests
{
    [Test]
    public void PublicApi_OfTheAssembly_IsTheApprovedOne() =>
        PublicApi.AssertApproved(
            typeof(OnnxExporter).Assembly,
            Path.GetFullPath(Path.Combine(TestContext.CurrentContext.TestDirectory, "../../../PublicApi.approved.txt"))
        );

    [Test]
    public void Readme_TableOfModules_IsGeneratedFromTheConverters() =>
        GeneratedTable.AssertCurrent(
            Repository.PathOf("src", "VaeMlNet.OnnxExport", "README.md"),
            "| Module | ONNX |",
            OnnxConverters.Default.Describe().Select(row => $"| `{row.ModuleType.Name}` | {row.OnnxForm} |")
        );
}

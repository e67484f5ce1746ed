namespace VaeMlNet.Data.Tests;

internal sealed class ParquetOutputTests
{
    private const int RowsOfGroup = 100_000;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Write_TextsThatAreAwkwardInCsv_AreTheSame()
    {
        // The first cells of two row groups begin with a byte order mark.
        string[] texts = ["\ufeffa", "", "a \"b\"", "\"", "\"\"", "a,b", "a\rb", "a\nb", "a\r\nb", "c"];
        const int copies = 1 + (RowsOfGroup / 10);

        CsvTable.Write(
            folder["x.parquet"],
            ["text", new("number", WrittenType.Whole)],
            csv =>
            {
                for (var row = 0; row < copies * texts.Length; row++)
                {
                    csv.WriteField(texts[row % texts.Length]);
                    csv.WriteField(row);
                    csv.EndRecord();
                }
            }
        );

        var read = TextTable.Read(folder["x.parquet"]);

        Assert.That(read["text"], Is.EqualTo(Enumerable.Repeat(texts, copies).SelectMany(text => text)));
        Assert.That(read["number"], Is.EqualTo(Enumerable.Range(0, copies * texts.Length).Select(row => $"{row}")));
    }
}

namespace VaeMlNet.Data.Tests;

/// <summary>Copies of rows with other cells.</summary>
internal sealed class CsvFileCopyTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Copy_JsonCells_KeepTheirTypesAndPlaces()
    {
        var file = CsvFile.Open(folder.Write("x.jsonl", "{\"a\":1.5}\n{\"a\":\"1.5\"}\n{\"a\":null}\n{\"a\":true}\n"));
        string[] cells = [.. file.ReadRecords().Select(record => file.Raw(record, 0))];

        var copy = file.Copy([(3, [cells[3]]), (2, [cells[2]]), (1, [cells[1]]), (0, [cells[0]])]);

        Assert.That(
            copy.ReadRecords()
                .Select(record => (copy.TypeOf(record, 0), copy.Text(record, 0), copy.Find(record.RowNumber).Row)),
            Is.EqualTo(
                new[]
                {
                    (WrittenType.Truth, "true", 4),
                    (WrittenType.Text, "", 3),
                    (WrittenType.Text, "1.5", 2),
                    (WrittenType.Double, "1.5", 1L),
                }
            )
        );
    }
}

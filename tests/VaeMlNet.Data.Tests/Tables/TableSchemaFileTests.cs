using System.Text.RegularExpressions;

namespace VaeMlNet.Data.Tests;

internal sealed class TableSchemaFileTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(46)]
    public void Read_MoreThan16MiB_IsRefusedBeforeReading() =>
        Assert.That(
            () => TableSchemaFile.Read(folder.Write("s.json", new byte[(16 << 20) + 1])),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("16777217 bytes, but a JSON file may have at most 16777216")
        );

    [Test]
    public void Read_KindsOfColumns_DecideTheColumnsOfAModel()
    {
        var schema = Read(
            """
            {
              "columns": {
                "zip": "category", // looks like a number
                "size": { "kind": "category", "values": ["S", "M", "L"] },
                "member": { "kind": "boolean" },
                "id": "ignore"
              }
            }
            """
        );

        var table = Infer("id,zip,size,member,age\nx,01,M,1,30\ny,2,L,0,40\n", schema);

        Assert.That(
            table.Columns.Select(column => (column.Name, column.Kind)),
            Is.EqualTo(
                new[]
                {
                    ("zip", CsvColumnKind.Category),
                    ("size", CsvColumnKind.Category),
                    ("member", CsvColumnKind.Category),
                    ("age", CsvColumnKind.Number),
                }
            )
        );
        Assert.That(table.Columns[1].KeyValues, Is.EqualTo(new[] { "S", "M", "L" }), "in the order given");
        Assert.That(table.Columns[2].KeyValues, Is.EqualTo(new[] { "0", "1" }));
    }

    [Test]
    public void Infer_TextInAColumnOfNumbers_NamesItsPlace()
    {
        var schema = Read("""{ "columns": { "a": "number" } }""");

        Assert.That(
            () => Infer("a,b\n1,2\nred,3\nblue,4\n", schema),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("row 2 (line 3), column 'a': 'red'")
                .And.Message.Contains("schema")
        );
    }

    [Test]
    public void Infer_ColumnThatTheFileLacks_IsNamed()
    {
        var schema = Read("""{ "columns": { "c": "ignore" } }""");

        Assert.That(
            () => Infer("a,b\n1,2\n", schema),
            Throws.TypeOf<CommandException>().With.Message.Contains("no column 'c'")
        );
    }

    [Test]
    public void Read_WrongFile_NamesFileLineAndColumn() =>
        Assert.That(
            () => Read("{ \"columns\": {\n\"a\": \"numeric\" } }"),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains(folder["s.json"])
                .And.Message.Contains("line 2, column 'a'")
        );

    [Test]
    public void Read_ExampleOfTheReference_IsAccepted()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "schema.md"));
        var json = Regex
            .Matches(page, "```json schema\n(.*?)```", RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value)
            .First();

        Assert.That(Read(json).Columns, Has.Count.GreaterThan(4));
    }

    [Test]
    public void Write_Schema_IsReadAgain()
    {
        VaeTableSchema schema = new()
        {
            Columns =
            [
                new VaeColumnSchema
                {
                    Name = "a",
                    Kind = VaeColumnKind.Category,
                    Values = ["u", "v"],
                },
                new VaeColumnSchema { Name = "b", Kind = VaeColumnKind.Ignored },
            ],
        };

        TableSchemaFile.Write(folder["s.json"], schema);

        Assert.That(TableSchemaFile.Read(folder["s.json"]), Is.EqualTo(schema));
    }

    private VaeTableSchema Read(string json) => TableSchemaFile.Read(folder.Write("s.json", json));

    private ProfiledTable Infer(string text, VaeTableSchema schema) =>
        CsvProfiler.Profile(
            CsvFile.Open(folder.Write("x.csv", text)),
            ColumnChoice.All,
            new VaeProfileOptions { Schema = schema },
            VaeTable.Advice
        );
}

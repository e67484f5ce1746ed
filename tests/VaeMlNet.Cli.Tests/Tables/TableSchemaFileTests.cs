using System.Text.RegularExpressions;

namespace VaeMlNet.Cli.Tests;

internal sealed class TableSchemaFileTests
{
    private TemporaryFolder folder = null!;

    [Test]
    public void Read_MoreThan16MiB_IsRefusedBeforeReading() =>
        Assert.That(
            () => TableSchemaFile.Read(folder.Write("s.json", new byte[(16 << 20) + 1])),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("16777217 bytes, but a JSON file may have at most 16777216")
        );

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Read_KindsOfColumns_DecideWhatIsInferred()
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
                    ("member", CsvColumnKind.Boolean),
                    ("age", CsvColumnKind.Number),
                }
            )
        );
        Assert.That(table.Columns[1].KeyValues, Is.EqualTo(new[] { "S", "M", "L" }), "in the order given");
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

    [TestCase("""{ "columns": { "a": "numeric" } }""", "column 'a'", "\"numeric\", expected number or boolean")]
    [TestCase("""{ "columns": { "a": { "kind": 1 } } }""", "column 'a'", "1, expected number")]
    [TestCase("""{ "columns": { "a": { "values": ["x"] } } }""", "column 'a'", "no 'kind'")]
    [TestCase("""{ "columns": { "a": { "kind": "number", "range": 1 } } }""", "column 'a'", "'range'")]
    [TestCase("""{ "columns": { "a": { "kind": "number", "likelihood": "student_t" } } }""", "'a'", "--likelihood")]
    [TestCase("""{ "columns": { "a": { "kind": "number", "values": ["x"] } } }""", "'a'", "of a category")]
    [TestCase("""{ "columns": { "a": { "kind": "category", "values": [] } } }""", "'a'", "at least one")]
    [TestCase("""{ "columns": { "a": { "kind": "category", "values": [1] } } }""", "'a'", "texts")]
    [TestCase("""{ "columns": { "a": { "kind": "category", "values": ["x", "x"] } } }""", "'x'", "twice")]
    [TestCase("""{ "columns": { "a": 1 } }""", "column 'a'", "neither a kind nor an object")]
    [TestCase("""{ "columns": { "a": "number", "a": "boolean" } }""", "not a schema", "a")]
    [TestCase("""{ "column": {} }""", "not a schema", "'column'")]
    [TestCase("""{}""", "not a schema", "no object 'columns'")]
    [TestCase("[]", "not a schema", "not an object")]
    [TestCase("{", "not a schema", "--format=json")]
    public void Read_WrongFile_NamesFileAndColumn(string json, string fact, string otherFact)
    {
        Assert.That(
            () => Read(json),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains(folder["s.json"])
                .And.Message.Contains(fact)
                .And.Message.Contains(otherFact)
        );
    }

    [Test]
    public void Read_ExampleOfTheReference_IsAccepted()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "cli.md"));
        var json = Regex
            .Matches(page, "```json schema\n(.*?)```", RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value)
            .Single(text => text.Contains("\"columns\"", StringComparison.Ordinal));

        Assert.That(Read(json).Columns, Has.Count.EqualTo(4));
    }

    [Test]
    public void Write_Result_CanBeReadAgain()
    {
        var json = TableSchemaFile
            .Write([("a", new ColumnSchema(CsvColumnKind.Category, ["u", "v"])), ("b", ColumnSchema.Ignored)])
            .ToJsonString();

        var schema = Read(json);

        Assert.That(schema.Find("a")!.KeyValues, Is.EqualTo(new[] { "u", "v" }));
        Assert.That(schema.Find("b"), Is.EqualTo(ColumnSchema.Ignored));
    }

    private TableSchema Read(string json) => TableSchemaFile.Read(folder.Write("s.json", json));

    private InferredTable Infer(string text, TableSchema schema) =>
        TableInference.Infer(CsvFile.Open(folder.Write("x.csv", text)), ColumnChoice.All, schema);
}

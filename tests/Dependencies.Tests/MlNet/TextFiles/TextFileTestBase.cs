using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>A folder for each test's text files.</summary>
public abstract class TextFileTestBase
{
    protected MLContext Ml { get; } = new(seed: 1);

    protected string Folder { get; private set; } = "";

    [SetUp]
    public void CreateFolder() => Folder = Directory.CreateTempSubdirectory("text-files").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Folder, recursive: true);

    protected string Write(params string[] lines) => WriteTo("data.txt", lines);

    protected string WriteTo(string name, params string[] lines)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines);
        return path;
    }

    /// <summary>
    /// Creates options for lines with commas. The first field is a text, and the next two fields are numbers.
    /// </summary>
    protected static TextLoader.Options NameAndValues() =>
        new() { Separators = [','], Columns = [new("Name", DataKind.String, 0), new("Values", DataKind.Single, 1, 2)] };

    /// <summary>Creates options for one vector of numbers that extends to the end of the line.</summary>
    protected static TextLoader.Options AllValues() =>
        new()
        {
            Separators = [','],
            Columns =
            [
                new TextLoader.Column
                {
                    Name = "Values",
                    Source = [new TextLoader.Range { Min = 0, VariableEnd = true }],
                },
            ],
        };

    protected static void ReadAll(IDataView data)
    {
        using var cursor = data.GetRowCursor(data.Schema);
        while (cursor.MoveNext()) { }
    }

    protected static string[] Names(IDataView data) => [.. data.GetColumn<string>("Name")];

    protected static float[][] Values(IDataView data) => [.. data.GetColumn<float[]>("Values")];
}

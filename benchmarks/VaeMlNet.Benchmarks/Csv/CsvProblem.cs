using System.Globalization;
using System.Text;

namespace VaeMlNet.Benchmarks;

/// <summary>A generated CSV file of 20 columns, and a detector that was trained on its first rows.</summary>
internal sealed class CsvProblem
{
    /// <summary>The number of the first rows that the detector is trained on.</summary>
    public const int TrainingRows = 20_000;

    private const int ColumnCount = 20;
    private const int HiddenCount = 4;

    private static readonly string[] Colors = ["red", "green", "blue", "dark blue", "yellow", "Österreich"];
    private static readonly string[] Grades = ["A", "\"B, C\"", "\"D \"\"x\"\"\""];

    /// <summary>Writes the file and trains the detector.</summary>
    /// <param name="name">The name of one of <see cref="Names"/>.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="folder">The folder for the file and the model.</param>
    /// <param name="tool">The folder of vaemlnet.</param>
    public CsvProblem(string name, int rowCount, string folder, string tool)
    {
        Name = name;
        RowCount = rowCount;
        Data = Path.Combine(folder, $"{name}.csv");
        Model = Path.Combine(folder, name);
        Write(Data, rowCount);
        ToolProcess
            .Create(
                tool,
                [
                    "export",
                    "--model=detector",
                    $"--data={Data}",
                    $"--rows={Math.Min(rowCount, TrainingRows)}",
                    "--epochs=3",
                    $"--out={Model}",
                ]
            )
            .Measure();
    }

    /// <summary>Gets the names of the files: 20 numbers, or columns of all kinds with missing cells.</summary>
    public static IReadOnlyList<string> Names { get; } = ["plain", "mixed"];

    public string Name { get; }

    public int RowCount { get; }

    public string Data { get; }

    public string Model { get; }

    /// <summary>Writes the first rows to another file, and returns its path.</summary>
    public string Head(int rowCount)
    {
        var path = Path.ChangeExtension(Data, $"{rowCount}.csv");
        File.WriteAllLines(path, File.ReadLines(Data).Take(rowCount + 1));
        return path;
    }

    /// <summary>Writes the rows as Parquet with the types of their columns, and returns the path.</summary>
    public string WriteParquet(string tool)
    {
        var path = Path.ChangeExtension(Data, ".parquet");
        ToolProcess.Create(tool, ["score", Model, $"--data={Data}", "--keep=all", $"--out={path}"]).Measure();
        return path;
    }

    private bool IsMixed => Name == Names[1];

    private void Write(string path, int rowCount)
    {
        Random random = new(1);
        var weights = Enumerable.Range(0, HiddenCount * ColumnCount).Select(_ => Normal(random)).ToArray();
        using StreamWriter text = new(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        text.WriteLine(string.Join(',', Enumerable.Range(0, ColumnCount).Select(Header)));
        var hidden = new double[HiddenCount];
        var cells = new string[ColumnCount];
        for (var row = 0; row < rowCount; row++)
        {
            for (var i = 0; i < HiddenCount; i++)
            {
                hidden[i] = Normal(random);
            }

            for (var column = 0; column < ColumnCount; column++)
            {
                cells[column] = Cell(column, hidden, weights, random);
            }

            text.WriteLine(string.Join(',', cells));
        }
    }

    private string Header(int column) => column < 14 || !IsMixed ? $"n{column}" : $"c{column}";

    private string Cell(int column, double[] hidden, double[] weights, Random random)
    {
        var value = 0.3 * Normal(random);
        for (var i = 0; i < HiddenCount; i++)
        {
            value += hidden[i] * weights[(i * ColumnCount) + column];
        }

        return (IsMixed, column) switch
        {
            (false, _) => Number(value, 5),
            (_, < 14) when column % 3 == 0 && random.NextDouble() < 0.05 => "",
            (_, < 14) => Number(value * Math.Pow(10, column % 4), 4),
            (_, 14) => Colors[Class(hidden[0], 6)],
            (_, 15) => random.NextDouble() < 0.03 ? "" : $"shop {Class(hidden[1], 30)}",
            (_, 16) => Grades[Class(hidden[2], 3)],
            (_, 17) => hidden[3] > 0 ? "true" : "false",
            (_, 18) => hidden[2] > 0.3 ? "yes" : "no",
            _ => new DateTime(2020, 1, 1)
                .AddDays(Math.Clamp((int)((200 * hidden[1]) + 800), 0, 2000))
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    private static int Class(double value, int count) => (int)(Math.Abs(value) * count / 3) % count;

    private static string Number(double value, int decimals) =>
        value.ToString($"F{decimals}", CultureInfo.InvariantCulture);

    // The Box-Muller transform.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

using System.Text;

namespace Fuzzing.Tests;

/// <summary>CSV files with mixed columns, as <c>vaemlnet info --data</c> reads them.</summary>
/// <param name="folder">A folder for the files.</param>
internal sealed class CsvTarget(string folder) : CommandLineTarget
{
    private readonly string path = Path.Combine(folder, "damaged.csv");

    private static byte[] Original { get; } =
        Encoding.UTF8.GetBytes(
            "a,b,c\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i * 0.5},{i % 2 == 0},\"c{i % 3}\"\n"))
        );

    public override string Damage(int seed)
    {
        File.WriteAllBytes(path, ByteMutation.Mutate(Original, new Random(seed)));
        return "bytes of a CSV file";
    }

    public override void UseOriginal()
    {
        File.WriteAllBytes(path, Original);
        UseDamaged();
    }

    public override void UseDamaged() => Run("info", "--data", path);
}

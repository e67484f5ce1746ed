using System.Text;

namespace Fuzzing.Tests;

/// <summary>
/// CSV files with mixed columns and missing cells, as <c>info</c>, <c>score</c>, <c>impute</c> and <c>train</c> read them.
/// </summary>
internal sealed class CsvTarget : CommandLineTarget
{
    private static readonly string[] Cells =
    [
        "",
        " ",
        "\"",
        "\"\"\"",
        "\"1\n2\"",
        "NaN",
        "-Infinity",
        "1e999",
        "1e-999",
        "0x10",
        "1,5",
        "1.234,5 kg",
        "$-1,2,3.4",
        "%",
        "9999-12-31",
        "0001-01-01T00:00:00+14:00",
        "31.02.2024 25:61",
        "12:30:",
        ":",
        "2024-01-01Z",
        "\u0661\u0662",
        "\u22125",
        "\u00a0",
        "0.1e-400",
        "00000000",
        "=1+1",
        ";",
        "\t|",
        "\r",
        "\0",
        "\ufeff",
        "\u2028",
        "\ufffd",
        "\ud83d\ude00",
        new string('9', 5000),
        new string(',', 5000),
        new string('\n', 500),
        new string('x', 1 << 20),
        "\"" + new string('x', 1 << 20),
    ];

    private static readonly Encoding[] Encodings =
    [
        Encoding.Unicode,
        Encoding.BigEndianUnicode,
        Encoding.UTF32,
        Encoding.Latin1,
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
    ];

    private readonly string path;
    private readonly string model;
    private readonly string checkpoint;
    private readonly string output;

    /// <summary>Trains the model of the undamaged table.</summary>
    /// <param name="folder">A folder for the files.</param>
    public CsvTarget(string folder)
    {
        path = Path.Combine(folder, "damaged.csv");
        model = Path.Combine(folder, "model");
        checkpoint = Path.Combine(folder, "checkpoint");
        output = Path.Combine(folder, "output.csv");
        File.WriteAllText(path, Original);
        Run(["train", "--data", path, "--out", checkpoint, .. Sizes]);
        Run("export", "--checkpoint", checkpoint, "--data", path, "--out", model);
    }

    private static string[] Sizes => ["--model=table", "--epochs=1", "--hidden=4", "--latent=2"];

    private static string Original { get; } =
        "a,b,c,é,when,weight\n"
        + string.Concat(
            Enumerable
                .Range(0, 30)
                .Select(i =>
                    $"{i * 0.5},{i % 2 == 0},\"c{i % 3}\",{(i % 5 == 0 ? "" : $"{i}")},{i % 28 + 1:00}.03.2024 {i % 24}:30,\"1.{100 + i},5 kg\"\n"
                )
        );

    public override string Damage(int seed)
    {
        Random random = new(seed);
        File.WriteAllBytes(path, Damaged(random));
        return "bytes of a CSV file";
    }

    public override void UseOriginal()
    {
        File.WriteAllText(path, Original);
        UseDamaged();
    }

    public override void UseDamaged()
    {
        Run("info", path);
        Run("score", model, "--data", path, "--out", output);
        Run("impute", model, "--data", path, "--out", output);
        Run(["train", "--data", path, "--out", checkpoint, .. Sizes]);
    }

    private static byte[] Damaged(Random random)
    {
        var text = random.Next(3) == 0 ? Original : WithOtherCells(random);
        if (random.Next(4) == 0)
        {
            text = text.Replace(',', ";\t|: "[random.Next(5)]);
        }

        var encoding = random.Next(4) == 0 ? Encodings[random.Next(Encodings.Length)] : null;
        var bytes = encoding is null
            ? Encoding.UTF8.GetBytes(text)
            : [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        return random.Next(2) == 0 ? ByteMutation.Mutate(bytes, random) : bytes;
    }

    private static string WithOtherCells(Random random)
    {
        var text = Original;
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(text.Length);
            var end = Math.Min(text.Length, at + random.Next(3));
            text = text[..at] + Cells[random.Next(Cells.Length)] + text[end..];
        }

        return text;
    }
}

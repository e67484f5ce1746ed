using System.Text;
using System.Text.RegularExpressions;

namespace Fuzzing.Tests;

/// <summary>JSON files that the command line takes: schemas, settings and options of training.</summary>
internal sealed partial class JsonTarget : CommandLineTarget
{
    private static readonly string[] Pieces =
    [
        "{",
        "}",
        "[",
        "]",
        "null",
        "-1",
        "1e999",
        "\"\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "true",
        ",",
        ":",
        "//",
        "/*",
        "\u0007",
        new string('[', 5000),
        new string('9', 5000),
        "{\"a\":" + new string(' ', 100_000),
    ];

    private static readonly string[] Values =
    [
        "\"number\"",
        "\"category\"",
        "0",
        "7",
        "-1",
        "4294967296",
        "[]",
        "null",
        "{}",
    ];

    private static readonly (string Name, string Text)[] Originals =
    [
        (
            "schema",
            """{ "version": 1, "columns": { "a": { "kind": "number", "decimal": ".", "decimals": 1, "pad": true, "missing": ["7"] }, "b": "boolean", "c": { "kind": "category", "values": ["x", "y"] }, "d": { "kind": "date", "format": "epoch-seconds", "origin": "1970-01-01", "parts": ["days"] } } }"""
        ),
        (
            "settings",
            """{ "epochs": 1, "hidden": [4], "latent": 2, "seed": 3, "categorical": ["c"], "ignore": ["d"] }"""
        ),
        (
            "options",
            """{ "seed": 3, "batch_size": 16, "latent_dim": 2, "epoch_count": 3, "network": { "kind": "fully_connected", "hidden_dims": [4] } }"""
        ),
    ];

    private readonly string folder;
    private readonly string data;

    /// <summary>Writes the table.</summary>
    /// <param name="folder">A folder for the files.</param>
    public JsonTarget(string folder)
    {
        this.folder = folder;
        data = Path.Combine(folder, "data.csv");
        File.WriteAllText(
            data,
            "a,b,c,d\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i % 2},{"xy"[i % 2]},{i}\n"))
        );
    }

    public override string Damage(int seed)
    {
        Random random = new(seed);
        foreach ((var name, var text) in Originals)
        {
            File.WriteAllBytes(PathOf(name), Damaged(text, random));
        }

        return "bytes of JSON files";
    }

    public override void UseOriginal()
    {
        foreach ((var name, var text) in Originals)
        {
            File.WriteAllText(PathOf(name), text);
        }

        UseDamaged();
    }

    public override void UseDamaged()
    {
        var output = Path.Combine(folder, "out");
        string[] table = ["train", "--model=table", "--data", data, "--out", output];
        Run([.. table, "--schema", PathOf("schema"), "--epochs=1", "--hidden=4", "--latent=2"]);
        // A settings file may ask for many epochs or a large network, which is no damage: the command line counts more.
        Run([.. table, "--settings", PathOf("settings"), "--epochs=1", "--hidden=4", "--latent=2", "--batch-size=16"]);
        Documented(() => VaeMlNet.Cli.OptionsFile.Read(PathOf("options")));
    }

    private string PathOf(string name) => Path.Combine(folder, $"{name}.json");

    private static byte[] Damaged(string text, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                return ByteMutation.Mutate(Encoding.UTF8.GetBytes(text), random);
            case 1:
                return Encoding.UTF8.GetBytes(WithOtherValue(text, random));
        }

        var at = random.Next(text.Length);
        var end = Math.Min(text.Length, at + random.Next(5));
        return Encoding.UTF8.GetBytes(text[..at] + Pieces[random.Next(Pieces.Length)] + text[end..]);
    }

    // Still JSON, and sometimes of sense.
    private static string WithOtherValue(string text, Random random)
    {
        var values = Value().Matches(text);
        var value = values[random.Next(values.Count)];
        var other = random.Next(2) == 0 ? Values[random.Next(Values.Length)] : values[random.Next(values.Count)].Value;
        return text[..value.Index] + other + text[(value.Index + value.Length)..];
    }

    [GeneratedRegex("\"[^\"]*\"|[0-9]+")]
    private static partial Regex Value();
}

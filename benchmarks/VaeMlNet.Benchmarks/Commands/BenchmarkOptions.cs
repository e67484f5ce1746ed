using System.CommandLine;
using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Creates the options that several subcommands share.</summary>
internal static class BenchmarkOptions
{
    public static Option<string> Mnist() =>
        new("--mnist")
        {
            Description = "The folder with MNIST's unpacked files.",
            DefaultValueFactory = _ => "artifacts/mnist",
        };

    public static Option<string> Model() =>
        new("--model")
        {
            Description = "The model folder. Its input must have MNIST's width.",
            DefaultValueFactory = _ => GraphFile.MnistFolder,
        };

    public static Option<int> Rounds() =>
        new("--rounds")
        {
            Description = $"The number of measured rounds, {InterleavedRun.FewestRounds} or more.",
            DefaultValueFactory = _ => InterleavedRun.FewestRounds,
        };

    public static Option<string> Output(string folder = "artifacts/benchmarks") =>
        new("--out") { Description = "The folder for the files.", DefaultValueFactory = _ => folder };

    public static Option<string?> Pictures() =>
        new("--pictures") { Description = "The folder for the pictures [default: OUT/pictures]." };

    public static Option<string?> Page(string example) =>
        new("--page") { Description = $"Another file to write the Markdown to, such as {example}." };

    public static Option<int?> Rows(string description) => new("--rows") { Description = description };

    public static Option<int[]> Seeds(string description, params int[] defaults) =>
        new("--seeds")
        {
            Description = $"{description}, separated by commas.",
            DefaultValueFactory = _ => defaults,
            CustomParser = result =>
            {
                var texts = result.Tokens.Single().Value.Split(',');
                var seeds = texts
                    .Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var seed) ? seed : (int?)null)
                    .ToArray();
                if (seeds.Contains(null))
                {
                    result.AddError($"--seeds is '{string.Join(',', texts)}', expected whole numbers and commas.");
                }

                return [.. seeds.Select(seed => seed ?? 0)];
            },
        };

    /// <summary>Creates the option for the parts of a benchmark to run. Empty: all parts.</summary>
    public static Option<string[]> Only(IReadOnlyList<string> names)
    {
        var only = Names("--only", $"The parts to run ({string.Join(", ", names)}), separated by commas");
        only.Validators.Add(result =>
        {
            foreach (var name in (result.GetValueOrDefault<string[]>() ?? []).Except(names))
            {
                result.AddError($"--only names '{name}', expected {string.Join(" or ", names)}.");
            }
        });
        return only;
    }

    /// <summary>Creates an option for names, separated by commas. Empty: all.</summary>
    public static Option<string[]> Names(string name, string description) =>
        new(name)
        {
            Description = $"{description} [default: all].",
            DefaultValueFactory = _ => [],
            CustomParser = result => result.Tokens.Single().Value.Split(',', StringSplitOptions.RemoveEmptyEntries),
        };
}

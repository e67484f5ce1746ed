using System.CommandLine;
using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Creates the options that several subcommands share.</summary>
internal static class BenchmarkOptions
{
    public static Option<string> Mnist() =>
        Existing(
            "--mnist",
            "The folder with MNIST's unpacked files.",
            "artifacts/mnist",
            "Run: dotnet cake --target=Quickstart"
        );

    public static Option<string> Model() =>
        Existing(
            "--model",
            "The model folder. Its input must have MNIST's width.",
            GraphFile.MnistFolder,
            "Name a folder that 'vaemlnet export' wrote"
        );

    public static Option<int> Rounds() =>
        AtLeast(
            new Option<int>("--rounds")
            {
                Description = $"The number of measured rounds, {InterleavedRun.FewestRounds} or more.",
                DefaultValueFactory = _ => InterleavedRun.FewestRounds,
            },
            InterleavedRun.FewestRounds
        );

    public static Option<string> Output(string folder = "artifacts/benchmarks")
    {
        Option<string> option = new("--out")
        {
            Description = "The folder for the files.",
            DefaultValueFactory = _ => folder,
        };
        option.Validators.Add(result =>
        {
            if (File.Exists(result.GetValueOrDefault<string>()))
            {
                result.AddError($"--out is '{result.GetValueOrDefault<string>()}', which is a file. Name a folder.");
            }
        });
        return option;
    }

    public static Option<string> Published() =>
        new("--published")
        {
            Description = "The folder of vaemlnet published for this machine. It is not measured if it does not exist.",
            DefaultValueFactory = _ => "artifacts/tool",
        };

    public static Option<string?> Pictures() =>
        new("--pictures") { Description = "The folder for the pictures [default: OUT/pictures]." };

    public static Option<string?> Page(string example) =>
        new("--page") { Description = $"Another file to write the Markdown to, such as {example}." };

    public static Option<int?> Rows(string description) =>
        AtLeast(new Option<int?>("--rows") { Description = description }, 1);

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

    // Measuring takes minutes. What is wrong with an option is said before it begins.
    private static Option<T> AtLeast<T>(Option<T> option, int minimum)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>() is int value && value < minimum)
            {
                result.AddError($"{option.Name} is {value}, expected at least {minimum}.");
            }
        });
        return option;
    }

    private static Option<string> Existing(string name, string description, string folder, string advice)
    {
        Option<string> option = new(name) { Description = description, DefaultValueFactory = _ => folder };
        option.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetValueOrDefault<string>() is { } given && !Directory.Exists(given))
            {
                result.AddError($"{name} is '{given}', which is not a folder. {advice}.");
            }
        });
        return option;
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

using System.CommandLine;
using VaeMlNet.Benchmarks;
using VaeMlNet.Benchmarks.Encoding;
using VaeMlNet.Benchmarks.Measuring;

Option<string> filter = new("--filter")
{
    Description = "The benchmark to run.",
    DefaultValueFactory = _ => EncodeBenchmark.Name,
};
filter.AcceptOnlyFromAmong(EncodeBenchmark.Name);
Option<string> mnist = new("--mnist")
{
    Description = "Folder with MNIST's unpacked files.",
    DefaultValueFactory = _ => "artifacts/mnist",
};
Option<int> rounds = new("--rounds")
{
    Description = $"Measured rounds, {InterleavedRun.FewestRounds} or more.",
    DefaultValueFactory = _ => InterleavedRun.FewestRounds,
};
Option<string> output = new("--out")
{
    Description = "Folder for the JSON and Markdown files.",
    DefaultValueFactory = _ => "artifacts/benchmarks",
};
RootCommand root = new("Measures VaeMlNet side by side with what it is compared to, as ratios.")
{
    filter,
    mnist,
    rounds,
    output,
};
root.SetAction(parse =>
    BenchmarkCommand.Encode(parse.GetValue(mnist)!, parse.GetValue(rounds), parse.GetValue(output)!)
);
return root.Parse(args).Invoke();

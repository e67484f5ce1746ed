using System.CommandLine;

namespace VaeMlNet.Jobs;

/// <summary>The option <c>--shard</c>.</summary>
internal static class ShardOption
{
    /// <summary>Creates the option; null when it is not given.</summary>
    /// <param name="description">What a shard runs.</param>
    public static Option<ShardNumber?> Create(string description) =>
        new("--shard")
        {
            HelpName = "I/N",
            Description = $"{description}; auto takes I and N from Slurm, auto/N takes I from Kubernetes",
            CustomParser = result =>
            {
                try
                {
                    return ShardNumber.Parse(result.Tokens[0].Value, Environment.GetEnvironmentVariable);
                }
                catch (FormatException e)
                {
                    result.AddError($"--shard: {e.Message}");
                    return null;
                }
            },
        };
}

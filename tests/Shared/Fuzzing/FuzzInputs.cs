using System.Globalization;

namespace VaeMlNet.Tests.Shared;

/// <summary>The number of inputs that a fuzz test tries and the seed of the first one.</summary>
/// <remarks>
/// Set by <c>./build.sh --target=TestLong --fuzz-inputs=N --fuzz-seed=N</c>, or by the environment variables
/// <c>VAEMLNET_FUZZ_INPUTS</c> and <c>VAEMLNET_FUZZ_SEED</c>.
/// </remarks>
public static class FuzzInputs
{
    /// <summary>Gets the number of inputs of a long test.</summary>
    /// <param name="standard">The number when the option is not given.</param>
    public static int Count(int standard) => Option("VAEMLNET_FUZZ_INPUTS") ?? standard;

    /// <summary>Gets the first seed of a long test.</summary>
    /// <param name="standard">The seed when the option is not given.</param>
    public static int FirstSeed(int standard) => Option("VAEMLNET_FUZZ_SEED") ?? standard;

    private static int? Option(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
}

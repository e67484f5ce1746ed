namespace VaeMlNet.Benchmarks;

/// <summary>The parent's end of the lines to one child.</summary>
/// <param name="name">The child, for messages.</param>
/// <param name="output">What the child says.</param>
/// <param name="input">What the child reads.</param>
/// <param name="explain">Says why the child has ended, when it has.</param>
internal sealed class ParentTurns(string name, TextReader output, TextWriter input, Func<string> explain)
{
    /// <summary>Waits until the child is ready.</summary>
    /// <exception cref="InvalidOperationException">The child has ended.</exception>
    /// <exception cref="InvalidDataException">The child says something else.</exception>
    public ChildFacts AwaitReady() => TurnLines.Read<ChildFacts>(ReadLine());

    /// <summary>Lets the child take a turn.</summary>
    /// <exception cref="InvalidOperationException">The child has ended.</exception>
    /// <exception cref="InvalidDataException">The child says something else.</exception>
    public TurnFigures TakeTurn()
    {
        try
        {
            input.WriteLine(TurnLines.Go);
            input.Flush();
        }
        catch (IOException)
        {
            // It has ended: reading says so.
        }

        return TurnLines.Read<TurnFigures>(ReadLine());
    }

    private string ReadLine() =>
        output.ReadLine()
        ?? throw new InvalidOperationException($"Contestant '{name}' ended before its turn was over: {explain()}");
}

namespace VaeMlNet.Benchmarks;

/// <summary>The parent's side of the conversation with one child.</summary>
/// <param name="name">The name of the child for messages.</param>
/// <param name="output">The lines of the child.</param>
/// <param name="input">The lines for the child.</param>
/// <param name="explain">Returns the reason why the child has ended.</param>
internal sealed class ParentTurns(string name, TextReader output, TextWriter input, Func<string> explain)
{
    /// <summary>Waits until the child is ready.</summary>
    /// <exception cref="InvalidOperationException">The child has ended.</exception>
    /// <exception cref="InvalidDataException">The child wrote a line that is not expected here.</exception>
    public ChildFacts AwaitReady() => TurnLines.Read<ChildFacts>(ReadLine());

    /// <summary>Lets the child take a turn.</summary>
    /// <exception cref="InvalidOperationException">The child has ended.</exception>
    /// <exception cref="InvalidDataException">The child wrote a line that is not expected here.</exception>
    public TurnFigures TakeTurn()
    {
        try
        {
            input.WriteLine(TurnLines.Go);
            input.Flush();
        }
        catch (IOException)
        {
            // The child has ended. Reading reports the reason.
        }

        return TurnLines.Read<TurnFigures>(ReadLine());
    }

    private string ReadLine() =>
        output.ReadLine()
        ?? throw new InvalidOperationException($"Candidate '{name}' ended before its turn was over: {explain()}");
}

namespace Microsoft.ML;

/// <summary>The needs of a trainer. None of them is public here.</summary>
public sealed class TrainerInfo
{
    internal TrainerInfo() { }
}

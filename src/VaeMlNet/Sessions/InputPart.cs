namespace VaeMlNet;

/// <summary>Neighbouring input slots of one likelihood: values in [0, 1] for Bernoulli, finite ones otherwise.</summary>
internal readonly record struct InputPart(int Width, bool IsBernoulli);

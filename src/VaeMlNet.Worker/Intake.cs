namespace VaeMlNet.Worker;

/// <summary>The messages and bytes that a session takes from the broker at once.</summary>
/// <param name="Prefetch">The most messages that the broker delivers before some are acknowledged.</param>
/// <param name="LargestMessage">The largest body, in bytes. A larger one ends the session before any of it is read.</param>
/// <remarks>
/// The client has a whole body in memory before the worker sees it. Bodies are therefore limited before they arrive, and a message
/// that is too large for a dead letter under that limit is taken by a session of its own, which takes one message at a time.
/// </remarks>
internal sealed record Intake(ushort Prefetch, uint LargestMessage)
{
    /// <summary>RabbitMQ accepts no larger message, whatever its configuration.</summary>
    private const uint LargestOfRabbitMq = 512 << 20;

    /// <summary>The client applies its limit to single frames as well, and each frame may be this large.</summary>
    public const uint LargestFrame = 128 << 10;

    /// <summary>Gets the intake that takes one message of any size at a time.</summary>
    public static Intake OneByOne { get; } = new(1, LargestOfRabbitMq);

    /// <summary>Gets whether messages of any size are taken, one at a time.</summary>
    public bool IsOneByOne => ReferenceEquals(this, OneByOne);

    /// <summary>Makes an intake for messages up to a size.</summary>
    /// <param name="prefetch">The most messages that the broker delivers before some are acknowledged.</param>
    /// <param name="byteLimit">The largest message that is processed.</param>
    public static Intake Of(ushort prefetch, int byteLimit) => new(prefetch, Math.Max((uint)byteLimit, LargestFrame));
}

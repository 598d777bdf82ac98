// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.20;

/// Behaves like USDT on Ethereum where it matters: `transfer` returns nothing, which the standard forbids.
contract Token {
    string public constant symbol = "USDT";
    uint8 public immutable decimals;
    mapping(address => uint256) public balanceOf;

    event Transfer(address indexed from, address indexed to, uint256 value);
    /// Another event with the same shape of topics.
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(uint8 decimals_) {
        decimals = decimals_;
    }

    function mint(address to, uint256 value) external {
        balanceOf[to] += value;
        emit Transfer(address(0), to, value);
    }

    function transfer(address to, uint256 value) external {
        require(balanceOf[msg.sender] >= value, "balance");
        balanceOf[msg.sender] -= value;
        balanceOf[to] += value;
        emit Transfer(msg.sender, to, value);
    }

    function approve(address spender, uint256 value) external {
        emit Approval(msg.sender, spender, value);
    }
}

/// Pays several at once, as exchanges do.
contract Multisend {
    function send(Token token, address[] calldata to, uint256[] calldata values) external {
        for (uint256 at = 0; at < to.length; at++) token.transfer(to[at], values[at]);
    }
}
